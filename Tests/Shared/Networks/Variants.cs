using Xunit;

namespace MlNetRecurrent.Tests;

/// <summary>Every kind of network that goes beyond layers and a head, dealt out over cells, layers and directions.</summary>
public static class Variants
{
    private const int Features = 3;

    internal static IReadOnlyList<Variant> Each { get; } = [.. Readings().Concat(LayerNorms()).Concat(Histories()).Concat(Quantiles()).Concat(Ensembles()).Concat(KnownAhead())];

    public static TheoryData<Variant> All => [.. Each];

    /// <summary>Those that read what is known ahead or give quantiles.</summary>
    public static TheoryData<Variant> OfSeveralInputsOrOutputs => [.. Each.Where(variant => variant.Description.Known > 0 || variant.Description.Quantiles.Count > 0)];

    /// <summary>Every fifth of them.</summary>
    public static TheoryData<Variant> Some => [.. Each.Where((_, index) => index % 5 == 0)];

    private static NetworkDescription Forecaster(RecurrentCell cell, int layers = 1, SequenceDirection direction = SequenceDirection.Forward) => new()
    {
        Features = Features,
        Layers = TestLayers.Stack(cell, Features, hidden: 5, layers, direction),
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
            Task = RecurrentTask.Classify,
            Read = SequenceReading.Mean,
            Classes = 3,
            Horizon = 1,
            Targets = 1,
            HeadDropout = 0.5,
        });
        yield return new("encoder of the maximum", Forecaster(RecurrentCell.Lstm, 2, SequenceDirection.Bidirectional) with
        {
            Task = RecurrentTask.Encode,
            Read = SequenceReading.Max,
            Horizon = 1,
            Targets = 1,
        });
        yield return new("tokens, mean", new NetworkDescription
        {
            Task = RecurrentTask.Classify,
            Features = 1,
            Embedding = new EmbeddingDescription(7, Features),
            Layers = TestLayers.Stack(RecurrentCell.Gru, Features, 5, direction: SequenceDirection.Bidirectional),
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

    // Bases by normalisations, each with another transform, cell, reading and direction; every third with differences.
    private static IEnumerable<Variant> Histories()
    {
        var index = 0;
        foreach (var naive in Enum.GetValues<BaseForecast>())
        {
            foreach (var normalization in Enum.GetValues<InputNormalization>())
            {
                yield return History(naive, normalization, (TargetTransform)(index % 3), index);
                yield return History(naive, normalization, (TargetTransform)((index + 1) % 3), index + 7);
                index++;
            }
        }

        yield return new("window normalisation of a classifier", Forecaster(RecurrentCell.Gru, 1, SequenceDirection.Bidirectional) with
        {
            Task = RecurrentTask.Classify,
            Read = SequenceReading.Max,
            Classes = 3,
            Horizon = 1,
            Targets = 1,
            Normalization = InputNormalization.Window,
        });
        yield return new("logarithm without history", Forecaster(RecurrentCell.Rnn) with { Transform = TargetTransform.Log });
    }

    private static Variant History(BaseForecast naive, InputNormalization normalization, TargetTransform transform, int index)
    {
        var cell = RecurrentCell.All[index % 5];
        var read = Enum.GetValues<SequenceReading>()[index % 5];
        var direction = index % 4 == 3 ? SequenceDirection.Bidirectional : SequenceDirection.Forward;
        var differences = index % 3 == 2;
        return new($"{transform} {naive} {normalization}, {cell} {direction} {read}{(differences ? " differences" : "")}", new NetworkDescription
        {
            Features = Features,
            Layers = TestLayers.Stack(cell, differences ? Features + 2 : Features, hidden: 5, direction: direction),
            Horizon = read == SequenceReading.Every ? 1 : 4,
            Targets = 2,
            TargetFeatures = [2, 0],
            Read = read,
            Normalization = normalization,
            Transform = transform,
            TransformOffset = transform == TargetTransform.None ? 0 : 8,
            Base = naive,
            Season = naive is BaseForecast.Seasonal or BaseForecast.Drift ? 3 : 0,
            Differences = differences,
        });
    }

    private static IEnumerable<Variant> Quantiles()
    {
        var forecaster = Forecaster(RecurrentCell.Lstm) with { Quantiles = [0.05, 0.25, 0.5, 0.9], TargetFeatures = [1, 2] };
        yield return new("quantiles", forecaster);
        yield return new("quantiles beside a base in logarithms", forecaster with
        {
            Quantiles = [0.1, 0.5, 0.75, 0.9, 0.95],
            Normalization = InputNormalization.Standard,
            Transform = TargetTransform.Log,
            TransformOffset = 8,
            Base = BaseForecast.Drift,
            Season = 3,
        });
        yield return new("quantiles of a window", forecaster with { Normalization = InputNormalization.Window, Transform = TargetTransform.SquareRoot, TransformOffset = 8 });
        yield return new("quantiles at every step", forecaster with { Read = SequenceReading.Every, Horizon = 1, Normalization = InputNormalization.Standard, Base = BaseForecast.Last });
        yield return new("the median alone", forecaster with { Quantiles = [0.5] });
    }

    private static IEnumerable<Variant> Ensembles()
    {
        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            yield return new($"ensemble of {cell}", Forecaster(cell, 1 + (index % 2), (SequenceDirection)(index % 3)) with
            {
                Ensemble = 3,
                Normalization = InputNormalization.Standard,
                Read = (SequenceReading)(index == 2 ? 3 : index % 2),
                LayerNormalization = index == 4,
            });
        }

        var classifier = Forecaster(RecurrentCell.Gru, 1, SequenceDirection.Bidirectional) with { Task = RecurrentTask.Classify, Classes = 3, Horizon = 1, Targets = 1, Ensemble = 2 };
        yield return new("ensemble of classifiers", classifier with { Read = SequenceReading.Mean });
        yield return new("ensemble of taggers of tokens", classifier with
        {
            Task = RecurrentTask.Tag,
            Read = SequenceReading.Every,
            Features = 1,
            Embedding = new EmbeddingDescription(7, Features),
            Ensemble = 3,
        });
        yield return new("ensemble of quantiles on a base", Forecaster(RecurrentCell.Lstm) with
        {
            Ensemble = 3,
            Quantiles = [0.1, 0.5, 0.9],
            TargetFeatures = [0, 1],
            Normalization = InputNormalization.Window,
            Base = BaseForecast.Last,
            Transform = TargetTransform.Log,
            TransformOffset = 8,
        });
    }

    private static IEnumerable<Variant> KnownAhead()
    {
        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            var normalization = (InputNormalization)(index % 3);
            yield return new($"known ahead, {cell} {normalization}", Forecaster(cell) with
            {
                Known = 2,
                Layers = TestLayers.Stack(cell, Features + 3, 5, 1 + (index % 2), (SequenceDirection)(index % 3)),
                TargetFeatures = [1, 0],
                Normalization = normalization,
                LayerNormalization = index == 1,
                Base = (BaseForecast)(index % 3),
                Season = index % 3 == 2 ? 3 : 0,
            });
        }

        yield return new("known ahead with a season, quantiles, differences and an ensemble", Forecaster(RecurrentCell.Gru) with
        {
            Known = 3,
            Layers = TestLayers.Stack(RecurrentCell.Gru, Features + 2 + 4, 5),
            TargetFeatures = [2, 0],
            SeasonalKnown = [1, 0],
            Base = BaseForecast.Drift,
            Transform = TargetTransform.Log,
            TransformOffset = 8,
            Normalization = InputNormalization.Standard,
            Differences = true,
            Quantiles = [0.1, 0.5],
            Ensemble = 2,
        });
        yield return new("known ahead with a season alone", Forecaster(RecurrentCell.Lstm) with
        {
            Known = 3,
            Layers = TestLayers.Stack(RecurrentCell.Lstm, Features + 4, 5),
            TargetFeatures = [2, 0],
            SeasonalKnown = [1, 2],
            Base = BaseForecast.Seasonal,
            Normalization = InputNormalization.Window,
        });
    }
}
