namespace MlNetRecurrent.Training;

/// <summary>How a file is imported.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// The largest difference between the imported module and the file in ONNX Runtime that is let through: absolute where answers are
    /// of order 1, and relative to the largest answer where they are larger.
    /// </summary>
    /// <value>Default: 1e-5.</value>
    public double Tolerance { get; init; } = 1e-5;
}
