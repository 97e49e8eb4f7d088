using Xunit;

namespace MlNetRecurrent.Tests;

/// <summary>Cells by layers by directions, with tasks, readings and scalings dealt out over them; and an embedding for each cell.</summary>
public static class Topologies
{
    private static readonly (RecurrentTask Task, SequenceReading Read, InputNormalization Normalization)[] Answers =
    [
        (RecurrentTask.Forecast, SequenceReading.Last, InputNormalization.Standard),
        (RecurrentTask.Tag, SequenceReading.Every, InputNormalization.None),
        (RecurrentTask.Classify, SequenceReading.Last, InputNormalization.Standard),
        (RecurrentTask.Forecast, SequenceReading.LastStep, InputNormalization.None),
        (RecurrentTask.Encode, SequenceReading.Every, InputNormalization.None),
        (RecurrentTask.Forecast, SequenceReading.Every, InputNormalization.Standard),
        (RecurrentTask.Classify, SequenceReading.LastStep, InputNormalization.None),
        (RecurrentTask.Encode, SequenceReading.Last, InputNormalization.Standard),
        (RecurrentTask.Tag, SequenceReading.Every, InputNormalization.Standard),
        (RecurrentTask.Forecast, SequenceReading.Last, InputNormalization.None),
        (RecurrentTask.Encode, SequenceReading.LastStep, InputNormalization.None),
    ];

    public static TheoryData<Topology> All => [.. Numbers().Concat(Tokens())];

    // Eleven answers over thirty networks: each is met about three times, with other cells, layers and directions.
    private static IEnumerable<Topology> Numbers()
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
        RecurrentTask.Tag, SequenceReading.Every, Embedding: true));
}
