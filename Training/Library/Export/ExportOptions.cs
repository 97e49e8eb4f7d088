namespace MlNetRecurrent.Training;

/// <summary>Options for exporting a network.</summary>
public sealed record ExportOptions
{
    /// <summary>
    /// Whether the file has the optional inputs <c>lengths</c>, <c>h0</c> and <c>c0</c>. They have default values, so callers may omit them; some
    /// hosts cannot load files with such inputs.
    /// </summary>
    /// <value>Default: true.</value>
    public bool IncludeOptionalInputs { get; init; } = true;

    /// <summary>
    /// The maximum difference allowed between the module and ONNX Runtime: absolute, or relative to the largest output if that exceeds 1. For a
    /// network with more than 256 values per time step, times the square root of their number divided by 256, because the rounding of sums grows with
    /// it.
    /// </summary>
    /// <value>Default: 1e-5.</value>
    public double ParityTolerance { get; init; } = 1e-5;

    /// <summary>
    /// Whether weights are stored as float16. The file is half as large; the weights are widened to float32 when it is loaded, so it is plain
    /// standard ONNX and runs at the speed of float32. The parity check compares the file with the rounded weights; the effect of rounding on the
    /// outputs, measured on the random sequences of the check, is stored in the card as <see cref="ModelCard.PrecisionError"/>.
    /// </summary>
    /// <value>Default: false.</value>
    public bool Float16Weights { get; init; }
}
