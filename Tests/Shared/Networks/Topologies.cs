using Xunit;

namespace MlNetRecurrent.Tests;

/// <summary>Every combination of cell, layers and direction, with varying task, pooling and normalization; and an embedding for each cell.</summary>
public static class Topologies
{
    private static readonly (RecurrentTask Task, SequencePooling Pooling, InputNormalization Normalization)[] Outputs =
    [
        (RecurrentTask.Forecast, SequencePooling.FinalState, InputNormalization.Standard),
        (RecurrentTask.Tag, SequencePooling.None, InputNormalization.None),
        (RecurrentTask.Classify, SequencePooling.FinalState, InputNormalization.Standard),
        (RecurrentTask.Forecast, SequencePooling.LastStep, InputNormalization.None),
        (RecurrentTask.Encode, SequencePooling.None, InputNormalization.None),
        (RecurrentTask.Forecast, SequencePooling.None, InputNormalization.Standard),
        (RecurrentTask.Classify, SequencePooling.LastStep, InputNormalization.None),
        (RecurrentTask.Encode, SequencePooling.FinalState, InputNormalization.Standard),
        (RecurrentTask.Tag, SequencePooling.None, InputNormalization.Standard),
        (RecurrentTask.Forecast, SequencePooling.FinalState, InputNormalization.None),
        (RecurrentTask.Encode, SequencePooling.LastStep, InputNormalization.None),
    ];

    public static TheoryData<Topology> All => [.. Values().Concat(Tokens())];

    // Eleven kinds of outputs over thirty networks: each occurs about three times, with other cells, layers and directions.
    private static IEnumerable<Topology> Values()
    {
        var index = 0;
        foreach (var cell in RecurrentCell.All)
        {
            foreach (var layers in new[] { 1, 2 })
            {
                foreach (var direction in Enum.GetValues<SequenceDirection>())
                {
                    var (task, pooling, normalization) = Outputs[index++ % Outputs.Length];
                    yield return new Topology(cell.Name, layers, direction, task, pooling, normalization);
                }
            }
        }
    }

    private static IEnumerable<Topology> Tokens() => RecurrentCell.All.Select((cell, index) => new Topology(
        cell.Name, 1 + (index % 2), index % 2 == 0 ? SequenceDirection.Forward : SequenceDirection.Bidirectional,
        RecurrentTask.Tag, SequencePooling.None, Embedding: true));
}
