using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Every kind of network that goes beyond layers and a head, dealt out over cells, layers and directions.</summary>
public static class Variants
{
    private const int Features = 3;

    public static TheoryData<Variant> All => [.. Readings().Concat(LayerNorms())];

    private static NetworkDescription Forecaster(RecurrentCell cell, int layers = 1, SequenceDirection direction = SequenceDirection.Forward) => new()
    {
        Features = Features,
        Layers = TestNetworks.Stack(cell, Features, hidden: 5, layers, direction),
        Horizon = 4,
        Targets = 2,
    };

    private static IEnumerable<Variant> Readings()
    {
        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            var direction = (SequenceDirection)(index % 3);
            foreach (var read in new[] { SequenceReading.Mean, SequenceReading.Max })
            {
                var layers = 1 + ((index + (int)read) % 2);
                yield return new($"{cell} {layers} {direction} {read}", Forecaster(cell, layers, direction) with { Read = read, Normalization = InputNormalization.Standard });
            }
        }

        yield return new("bidirectional classifier of the mean", Forecaster(RecurrentCell.Gru, 2, SequenceDirection.Bidirectional) with
        {
            Task = RecurrentTask.Classify, Read = SequenceReading.Mean, Classes = 3, Horizon = 1, Targets = 1, HeadDropout = 0.5,
        });
        yield return new("encoder of the maximum", Forecaster(RecurrentCell.Lstm, 2, SequenceDirection.Bidirectional) with
        {
            Task = RecurrentTask.Encode, Read = SequenceReading.Max, Horizon = 1, Targets = 1,
        });
        yield return new("tokens, mean", new NetworkDescription
        {
            Task = RecurrentTask.Classify,
            Features = 1,
            Embedding = new EmbeddingDescription(7, Features),
            Layers = TestNetworks.Stack(RecurrentCell.Gru, Features, 5, direction: SequenceDirection.Bidirectional),
            Read = SequenceReading.Mean,
            Classes = 3,
        });
    }

    private static IEnumerable<Variant> LayerNorms() =>
        from entry in RecurrentCell.All.Index()
        let read = Enum.GetValues<SequenceReading>()[entry.Index % 5]
        let direction = entry.Index % 2 == 0 ? SequenceDirection.Bidirectional : SequenceDirection.Forward
        let network = Forecaster(entry.Item, layers: 2, direction) with { LayerNormalization = true, Read = read }
        select new Variant($"layer normalisation, {entry.Item} {direction} {read}", read == SequenceReading.Every ? network with { Horizon = 1 } : network);
}
