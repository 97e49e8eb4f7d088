namespace MlNetRecurrent.Inference.Tests;

/// <summary>Networks outside the export matrix: other tasks, pooling, directions, scaling, and layers that differ from each other.</summary>
internal static class EngineNetworks
{
    public static IReadOnlyDictionary<string, NetworkDescription> All { get; } = new Dictionary<string, NetworkDescription>
    {
        ["unequal mixed layers"] = Stack(
            3, (RecurrentCell.Lstm, 20, false), (RecurrentCell.Rnn, 7, false), (RecurrentCell.GruResetBefore, 33, false)),
        ["unequal mixed layers, bidirectional"] = Stack(
            3, (RecurrentCell.Gru, 18, true), (RecurrentCell.Lstm, 5, true), (RecurrentCell.RnnRelu, 9, false)),
        ["reverse"] = Stack(2, (RecurrentCell.Gru, 17, false), (RecurrentCell.Lstm, 8, false)) is var stack
            ? stack with { Layers = [.. stack.Layers.Select(layer => layer with { Direction = SequenceDirection.Reverse })] }
            : null!,
        ["last step, bidirectional"] = Stack(2, (RecurrentCell.Lstm, 11, true)) with { Pooling = SequencePooling.LastStep },
        ["last step, reverse below forward"] = Stack(2, (RecurrentCell.Rnn, 6, false), (RecurrentCell.Gru, 6, false)) is var mixed
            ? mixed with
            {
                Pooling = SequencePooling.LastStep,
                Layers = [mixed.Layers[0] with { Direction = SequenceDirection.Reverse }, mixed.Layers[1]],
            }
            : null!,
        ["horizon and targets, scaled"] = Stack(4, (RecurrentCell.Lstm, 21, false)) with
        {
            Forecast = new ForecastDescription { Horizon = 6, Targets = 3 },
            Normalization = InputNormalization.Standard,
        },
        ["every step, scaled"] = Stack(1, (RecurrentCell.Gru, 30, false)) with
        {
            Pooling = SequencePooling.None,
            Normalization = InputNormalization.Standard,
        },
        ["classes"] = Stack(5, (RecurrentCell.Gru, 40, true)) with { Task = RecurrentTask.Classify, Classes = 9 },
        ["tags"] = Stack(2, (RecurrentCell.Lstm, 16, true)) with { Task = RecurrentTask.Tag, Pooling = SequencePooling.None, Classes = 20 },
        ["states"] = Stack(2, (RecurrentCell.Rnn, 19, false)) with { Task = RecurrentTask.Encode },
        ["states of every step, bidirectional"] = Stack(2, (RecurrentCell.Lstm, 19, true)) with
        {
            Task = RecurrentTask.Encode,
            Pooling = SequencePooling.None,
        },
        ["text"] = Stack(12, (RecurrentCell.Lstm, 48, false)) with
        {
            Task = RecurrentTask.Tag,
            Pooling = SequencePooling.None,
            Classes = 70,
            Features = 1,
            Embedding = new EmbeddingDescription(70, 12),
        },
    };

    private static NetworkDescription Stack(int features, params (RecurrentCell Cell, int Hidden, bool Bidirectional)[] layers)
    {
        var stack = new List<LayerDescription>();
        foreach (var (cell, hidden, bidirectional) in layers)
        {
            stack.Add(new LayerDescription
            {
                Cell = cell,
                InputSize = stack.Count == 0 ? features : stack[^1].OutputSize,
                HiddenSize = hidden,
                Direction = bidirectional ? SequenceDirection.Bidirectional : SequenceDirection.Forward,
            });
        }

        return new NetworkDescription { Features = features, Layers = stack };
    }
}
