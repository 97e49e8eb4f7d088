using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Options for importing a file: what its graph does not say about its inputs and outputs, and how the import is checked.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// What the outputs mean: <see cref="RecurrentTask.Forecast"/>, <see cref="RecurrentTask.Classify"/>, <see cref="RecurrentTask.Tag"/> (a class
    /// for each time step) or <see cref="RecurrentTask.Encode"/>. Null for what the graph says: classes after a softmax; a forecast after a linear
    /// layer; encoded sequences if there is none.
    /// </summary>
    /// <remarks>
    /// To classify, the outputs of a graph without softmax are taken as logits, whose softmax becomes part of the network. A single output is that of
    /// the second of two classes: a logit, or the probability if the graph ends with a sigmoid.
    /// </remarks>
    /// <value>Default: null.</value>
    public RecurrentTask? Task { get; init; }

    /// <summary>The name of the output to import; null if the graph has only one that can be meant.</summary>
    /// <value>Default: null.</value>
    public string? OutputName { get; init; }

    /// <summary>The names of the classes, in the order of the outputs; empty for those of the file's card, or none.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The names of the features, in the order of the inputs; empty for those of the file's card, or none.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>The names of the targets, in the order of the outputs; empty for those of the file's card, or none.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> TargetNames { get; init; } = [];

    /// <summary>
    /// The number of steps ahead that the outputs of a forecast hold: [horizon, targets], row by row. Null for what the shape of the output says: a
    /// flat output holds targets one step ahead.
    /// </summary>
    /// <value>Default: null.</value>
    public int? Horizon { get; init; }

    /// <summary>The number of time steps with which the network was trained; null for the size of the file's time axis, if it is fixed.</summary>
    /// <value>Default: null.</value>
    public int? Window { get; init; }

    /// <summary>
    /// The scaler that was applied to the inputs outside of the file, with one column for each feature, or one for all. It becomes part of the
    /// network, which then reads unscaled values. Null for none.
    /// </summary>
    /// <value>Default: null.</value>
    public FeatureScaler? InputScaler { get; init; }

    /// <summary>
    /// The scaler of the targets of a forecast, with one column for each target, or one for all. Its inverse becomes part of the network, which then
    /// outputs unscaled values. A scaler of all features is accepted if the names of features and targets are known. Null for none.
    /// </summary>
    /// <value>Default: null.</value>
    public FeatureScaler? TargetScaler { get; init; }

    /// <summary>
    /// The maximum difference allowed between the imported network and the file in ONNX Runtime: absolute, or relative to the largest output if that
    /// exceeds 1. For a file of this library with more than 256 values per time step, times the square root of their number divided by 256.
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

    /// <summary>How the caller names the output, for messages.</summary>
    internal string OutputRemedy { get; init; } = $"set {nameof(OutputName)}";

    /// <summary>How the caller allows any graph, for messages.</summary>
    internal string AnyGraphRemedy { get; init; } = TrustedModelFile.DefaultRemedy;
}
