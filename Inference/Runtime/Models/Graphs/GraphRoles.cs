namespace MlNetRecurrent;

/// <summary>What the inputs and outputs of the graph of another program are, before ONNX Runtime has run it.</summary>
internal sealed record GraphRoles
{
    /// <summary>The input with the sequences.</summary>
    public required GraphTensor Sequence { get; init; }

    /// <summary>The inputs that a batch provides beside the sequences.</summary>
    public required IReadOnlyList<GraphTensor> OtherInputs { get; init; }

    /// <summary>The inputs that the engine fills.</summary>
    public required IReadOnlyList<GraphFilledInput> FilledInputs { get; init; }

    /// <summary>The states: the input, and the name of the output or null.</summary>
    public required IReadOnlyList<(GraphTensor Input, string? Output)> States { get; init; }

    /// <summary>The names of the outputs to compute.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>The size of the batch axis of the sequences: null if it may vary, 1 without such an axis.</summary>
    public required int? BatchSize { get; init; }

    /// <summary>Whether a run scores a single sequence, because an input that differs between sequences has no batch axis.</summary>
    public required bool IsSingle { get; init; }

    /// <summary>The number of token IDs that the graph accepts; null if the sequences are values.</summary>
    public required int? VocabularySize { get; init; }

    /// <summary>The same roles with a fixed batch size.</summary>
    public GraphRoles WithBatchSize(int size)
    {
        return this with
        {
            Sequence = Fix(Sequence),
            OtherInputs = [.. OtherInputs.Select(Fix)],
            FilledInputs = [.. FilledInputs.Select(input => input with { Tensor = Fix(input.Tensor) })],
            States = [.. States.Select(state => (Fix(state.Input), state.Output))],
            BatchSize = size,
        };

        GraphTensor Fix(GraphTensor tensor) => tensor with
        {
            Axes = [.. tensor.Axes.Select(axis => axis.Kind == GraphAxisKind.Batch ? axis with { Size = size } : axis)],
        };
    }
}
