using Xunit;

namespace MlNetRecurrent.Tests;

/// <summary>Cells by layers by directions, with tasks, readings and scalings dealt out over them; and an embedding for each cell.</summary>
public static class Topologies
{
    private static readonly (RecurrentTask Task, SequencePooling Read, InputNormalization Normalization)[] Answers =
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

    public static TheoryData<Topology> All => [.. CreateValues().Concat(Tokens())];

    // Eleven answers over thirty networks: each is met about three times, with other cells, layers and directions.
    private static IEnumerable<Topology> CreateValues()
    {
        var answer = 0;
        foreach (var cell in RecurrentCell.All)
        {
            foreach (var layers in new[] { 1, 2 })
            {
                foreach (var direction in Enum.GetValues<SequenceDirection>())
                {
                    var (task, read, normalization) = Answers[answer++ % Answers.Length];
                    yield return new Topology(cell.Name, layers, direction, task, read, normalization);
                }
            }
        }
    }

    private static IEnumerable<Topology> Tokens() => RecurrentCell.All.Select((cell, index) => new Topology(
        cell.Name, 1 + (index % 2), index % 2 == 0 ? SequenceDirection.Forward : SequenceDirection.Bidirectional,
        RecurrentTask.Tag, SequencePooling.None, Embedding: true));
}
