namespace MlNetRecurrent;

/// <summary>The version of the file that a <see cref="HostedModel"/> uses, and whether a later version was refused.</summary>
public sealed record HostedModelStatus
{
    /// <summary>The path of the file, as in <see cref="HostedModelOptions.ModelFile"/>.</summary>
    public required string ModelFile { get; init; }

    /// <summary>The SHA-256 hash of the version in use, in lower-case hexadecimal digits, as <c>sha256sum</c> prints it.</summary>
    /// <remarks>For a model with external data files, it is the hash of the model with the data inside.</remarks>
    public required string Fingerprint { get; init; }

    /// <summary>The time at which the version in use was loaded.</summary>
    public required DateTimeOffset LoadedAt { get; init; }

    /// <summary>
    /// The time of the first attempt to reload that was refused since the version in use was loaded; null if the file is the version in use.
    /// </summary>
    public DateTimeOffset? RefusedSince { get; init; }

    /// <summary>Why the last attempt to reload was refused; null if the file is the version in use.</summary>
    public string? RefusedReason { get; init; }
}
