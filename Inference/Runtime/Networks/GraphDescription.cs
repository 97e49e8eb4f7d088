namespace MlNetRecurrent;

/// <summary>
/// The inputs, outputs and states of a graph that another program wrote and that ONNX Runtime runs; what it computes is not known. Immutable.
/// </summary>
public sealed record GraphDescription
{
    /// <summary>The input with the sequences.</summary>
    public required GraphTensor Sequence { get; init; }

    /// <summary>The inputs that a batch provides beside the sequences, in the order of <see cref="SequenceBatch.OtherInputs"/>.</summary>
    public IReadOnlyList<GraphTensor> OtherInputs { get; init; } = [];

    /// <summary>The outputs, in the order in which the outputs of a sequence are concatenated.</summary>
    public required IReadOnlyList<GraphTensor> Outputs { get; init; }

    /// <summary>The states, in the order in which those of a sequence are concatenated. They are zeros at the start of a sequence.</summary>
    public IReadOnlyList<GraphState> States { get; init; } = [];

    /// <summary>The number of time steps that every sequence must have; null if it may vary.</summary>
    public int? FixedSteps => Sequence.HasSteps ? Sequence.Axes.First(axis => axis.Kind == GraphAxisKind.Time).Size : 1;

    /// <summary>The number of values in the states of one sequence.</summary>
    public int StateSize => States.Sum(state => state.Input.Size);

    /// <summary>The inputs that the engine fills.</summary>
    internal IReadOnlyList<GraphFilledInput> FilledInputs { get; init; } = [];

    /// <summary>
    /// The number of sequences in each run: 1 also if the graph combines the sequences of a batch; null if it may vary.
    /// </summary>
    internal int? BatchSize { get; init; }

    /// <summary>The number of values of all outputs: at every time step, or for each sequence.</summary>
    internal int OutputSize => Outputs.Sum(output => output.Size);

    /// <summary>Whether every output has one value or more for each time step of the sequence.</summary>
    internal bool HasOutputPerStep => Outputs.All(output => output is { HasSteps: true, StepOffset: 0, StepStride: 1 });

    /// <summary>The number of output values for a sequence.</summary>
    internal long GetOutputSize(int steps) => Outputs.Sum(output => output.GetSize(steps));

    /// <summary>The number of values in the other inputs for a sequence.</summary>
    internal long GetOtherInputsSize(int steps) => OtherInputs.Sum(input => input.GetSize(steps));

    /// <summary>The index of the first value of an output in the concatenated outputs of a sequence.</summary>
    internal int GetOutputStart(int output, int steps) => checked((int)Outputs.Take(output).Sum(before => before.GetSize(steps)));
}
