namespace MlNetRecurrent.Training;

/// <summary>Options for importing a file.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// The maximum difference allowed between the imported network and the file in ONNX Runtime: absolute, or relative to the largest output if that
    /// exceeds 1.
    /// </summary>
    /// <value>Default: 1e-5.</value>
    public double ParityTolerance { get; init; } = 1e-5;

    /// <summary>
    /// Whether ONNX Runtime may run any graph to compare the import with it. By default, a graph is run only if its operators are those of recurrent
    /// networks and the surrounding operators, and if the size of its values is bounded by the sizes of the file and its inputs. Other files can
    /// exhaust memory and time: set this only for files from a trusted source.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowAnyGraph { get; init; }
}
