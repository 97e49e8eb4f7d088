namespace MlNetRecurrent;

/// <summary>A summary of the first part of a text, used for training or validation, by which it is recognized in a file.</summary>
internal sealed record TextFingerprint
{
    /// <summary>The number of chars (UTF-16 code units), with each line end counted as one.</summary>
    public required int CharacterCount { get; init; }

    /// <summary>The number of tokens.</summary>
    public required long TokenCount { get; init; }

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of the UTF-8 bytes.</summary>
    public required string Hash { get; init; }
}
