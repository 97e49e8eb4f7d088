namespace MlNetRecurrent;

/// <summary>The beginning of a text that a language model was fitted on, or that decided which of its weights were kept: enough to recognise it in a file.</summary>
public sealed record TextFingerprint
{
    /// <summary>How many chars (UTF-16 code units) it has, line ends counted as one.</summary>
    public required int CharacterCount { get; init; }

    /// <summary>How many tokens it has.</summary>
    public required long TokenCount { get; init; }

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of its UTF-8 bytes.</summary>
    public required string Hash { get; init; }
}
