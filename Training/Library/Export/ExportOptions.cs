namespace MlNetRecurrent.Training;

/// <summary>How a network is exported.</summary>
public sealed record ExportOptions
{
    /// <summary>
    /// Whether hosts may feed <c>lengths</c>, <c>h0</c> and <c>c0</c>. They are inputs with a default, which hosts may leave out;
    /// some hosts cannot read such files.
    /// </summary>
    /// <value>Default: true.</value>
    public bool IncludeOptionalInputs { get; init; } = true;

    /// <summary>
    /// The largest difference between the module and ONNX Runtime that is let through: absolute where answers are of order 1, and
    /// relative to the largest answer where they are larger.
    /// </summary>
    /// <value>Default: 1e-5.</value>
    public double ParityTolerance { get; init; } = 1e-5;

    /// <summary>
    /// Whether weights are stored as float16, half as large, and widened to float32 when the file is loaded: plain standard ONNX at the
    /// speed of float32. The file gives the answers of the rounded weights and is checked against them; what the rounding costs stands in the
    /// card as <see cref="ModelCard.PrecisionError"/>, measured on the random sequences of the check.
    /// </summary>
    /// <value>Default: false.</value>
    public bool Float16Weights { get; init; }
}
