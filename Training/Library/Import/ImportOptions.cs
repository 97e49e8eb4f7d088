namespace MlNetRecurrent.Training;

/// <summary>How a file is imported.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// The largest difference between the imported module and the file in ONNX Runtime that is let through: absolute where answers are
    /// of order 1, and relative to the largest answer where they are larger.
    /// </summary>
    /// <value>Default: 1e-5.</value>
    public double ParityTolerance { get; init; } = 1e-5;

    /// <summary>
    /// Whether ONNX Runtime may run any graph to compare the import with it. Without this a graph is run only if its operators are of those
    /// that stand in and around recurrent networks, and if its values are bounded by the size of the file and of what is fed. A file that
    /// does not pass can take all memory and time there is: trust where it comes from.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowAnyGraph { get; init; }
}
