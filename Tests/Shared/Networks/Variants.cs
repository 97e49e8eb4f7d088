using Xunit;

namespace MlNetRecurrent.Tests;

/// <summary>Networks with every feature beyond layers and a head, with varying cells, layers and directions.</summary>
public static class Variants
{
    private const int Features = 3;

    private static readonly ForecastDescription TwoTargets = new() { Horizon = 4, Targets = 2 };

    internal static IReadOnlyList<Variant> Each { get; } =
        [.. Poolings(), .. LayerNorms(), .. Histories(), .. Quantiles(), .. Ensembles(), .. FutureCovariates(), .. Lags(), .. Categories()];

    public static TheoryData<Variant> All => [.. Each];

    /// <summary>The networks with future covariates or quantiles.</summary>
    public static TheoryData<Variant> OfSeveralInputsOrOutputs =>
    [
        .. Each.Where(variant => variant.Description.Forecast.FutureCovariates > 0 || variant.Description.Forecast.Quantiles.Count > 0),
    ];

    /// <summary>Every fifth network.</summary>
    public static TheoryData<Variant> Some => [.. Each.Where((_, index) => index % 5 == 0)];

    private static NetworkDescription Forecaster(RecurrentCell cell, int layers = 1, SequenceDirection direction = SequenceDirection.Forward) => new()
    {
        Features = Features,
        Layers = TestLayers.Stack(cell, Features, hidden: 5, layers, direction),
        Forecast = TwoTargets,
    };

    private static IEnumerable<Variant> Poolings()
    {
        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            var direction = (SequenceDirection)(index % 3);
            foreach (var pooling in new[] { SequencePooling.Mean, SequencePooling.Max })
            {
                var layers = 1 + ((index + (int)pooling) % 2);
                yield return new($"{cell} {layers} {direction} {pooling}", Forecaster(cell, layers, direction) with
                {
                    Pooling = pooling,
                    Normalization = InputNormalization.Standard,
                });
            }
        }

        yield return new("bidirectional classifier of the mean", Forecaster(RecurrentCell.Gru, 2, SequenceDirection.Bidirectional) with
        {
            Task = RecurrentTask.Classify,
            Pooling = SequencePooling.Mean,
            Classes = 3,
            Forecast = new ForecastDescription(),
            Regularization = new RegularizationDescription { HeadDropout = 0.5 },
        });
        yield return new("encoder of the maximum", Forecaster(RecurrentCell.Lstm, 2, SequenceDirection.Bidirectional) with
        {
            Task = RecurrentTask.Encode,
            Pooling = SequencePooling.Max,
            Forecast = new ForecastDescription(),
        });
        yield return new("tokens, mean", new NetworkDescription
        {
            Task = RecurrentTask.Classify,
            Features = 1,
            Embedding = new EmbeddingDescription(7, Features),
            Layers = TestLayers.Stack(RecurrentCell.Gru, Features, 5, direction: SequenceDirection.Bidirectional),
            Pooling = SequencePooling.Mean,
            Classes = 3,
        });
    }

    private static IEnumerable<Variant> LayerNorms() =>
        from entry in RecurrentCell.All.Index()
        let pooling = Enum.GetValues<SequencePooling>()[entry.Index % 5]
        let direction = entry.Index % 2 == 0 ? SequenceDirection.Bidirectional : SequenceDirection.Forward
        let network = Forecaster(entry.Item, layers: 2, direction) with { HasLayerNormalization = true, Pooling = pooling }
        select new Variant(
            $"layer normalization, {entry.Item} {direction} {pooling}",
            pooling == SequencePooling.None ? network with { Forecast = network.Forecast with { Horizon = 1 } } : network);

    // Every combination of residual baseline and normalization, with varying transform, cell, pooling and direction; every third with differences.
    private static IEnumerable<Variant> Histories()
    {
        var index = 0;
        foreach (var baseline in Enum.GetValues<ResidualBaseline>())
        {
            foreach (var normalization in new[] { InputNormalization.None, InputNormalization.Standard, InputNormalization.Window })
            {
                yield return History(baseline, normalization, (TargetTransform)(index % 3), index);
                yield return History(baseline, normalization, (TargetTransform)((index + 1) % 3), index + 7);
                index++;
            }
        }

        yield return new("window normalization of a classifier", Forecaster(RecurrentCell.Gru, 1, SequenceDirection.Bidirectional) with
        {
            Task = RecurrentTask.Classify,
            Pooling = SequencePooling.Max,
            Classes = 3,
            Forecast = new ForecastDescription(),
            Normalization = InputNormalization.Window,
        });
        yield return new("logarithm without history", Forecaster(RecurrentCell.Rnn) with
        {
            Forecast = TwoTargets with { Transform = TargetTransform.Log },
        });
    }

    private static Variant History(ResidualBaseline baseline, InputNormalization normalization, TargetTransform transform, int index)
    {
        var cell = RecurrentCell.All[index % 5];
        var pooling = Enum.GetValues<SequencePooling>()[index % 5];
        var direction = index % 4 == 3 ? SequenceDirection.Bidirectional : SequenceDirection.Forward;
        var differences = index % 3 == 2;
        var name = $"{transform} {baseline} {normalization}, {cell} {direction} {pooling}{(differences ? " differences" : "")}";
        return new(name, new NetworkDescription
        {
            Features = Features,
            Layers = TestLayers.Stack(cell, differences ? Features + 2 : Features, hidden: 5, direction: direction),
            Forecast = new ForecastDescription
            {
                Horizon = pooling == SequencePooling.None ? 1 : 4,
                Targets = 2,
                TargetFeatures = [2, 0],
                Transform = transform,
                TransformOffset = transform == TargetTransform.None ? 0 : 8,
                ResidualBaseline = baseline,
                SeasonLength = baseline is ResidualBaseline.SeasonalNaive or ResidualBaseline.SeasonalDrift ? 3 : 0,
                HasDifferences = differences,
            },
            Pooling = pooling,
            Normalization = normalization,
        });
    }

    private static IEnumerable<Variant> Quantiles()
    {
        var forecaster = Forecaster(RecurrentCell.Lstm) with
        {
            Forecast = TwoTargets with { Quantiles = [0.05, 0.25, 0.5, 0.9], TargetFeatures = [1, 2] },
        };
        yield return new("quantiles", forecaster);
        yield return new("quantiles with a residual baseline in logarithms", forecaster with
        {
            Forecast = forecaster.Forecast with
            {
                Quantiles = [0.1, 0.5, 0.75, 0.9, 0.95],
                Transform = TargetTransform.Log,
                TransformOffset = 8,
                ResidualBaseline = ResidualBaseline.SeasonalDrift,
                SeasonLength = 3,
            },
            Normalization = InputNormalization.Standard,
        });
        yield return new("quantiles with window normalization", forecaster with
        {
            Normalization = InputNormalization.Window,
            Forecast = forecaster.Forecast with { Transform = TargetTransform.SquareRoot, TransformOffset = 8 },
        });
        yield return new("quantiles at every step", forecaster with
        {
            Pooling = SequencePooling.None,
            Forecast = forecaster.Forecast with { Horizon = 1, ResidualBaseline = ResidualBaseline.LastValue },
            Normalization = InputNormalization.Standard,
        });
        yield return new("the median alone", forecaster with { Forecast = forecaster.Forecast with { Quantiles = [0.5] } });
    }

    private static IEnumerable<Variant> Ensembles()
    {
        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            yield return new($"ensemble of {cell}", Forecaster(cell, 1 + (index % 2), (SequenceDirection)(index % 3)) with
            {
                EnsembleSize = 3,
                Normalization = InputNormalization.Standard,
                Pooling = (SequencePooling)(index == 2 ? 3 : index % 2),
                HasLayerNormalization = index == 4,
            });
        }

        var classifier = Forecaster(RecurrentCell.Gru, 1, SequenceDirection.Bidirectional) with
        {
            Task = RecurrentTask.Classify,
            Classes = 3,
            Forecast = new ForecastDescription(),
            EnsembleSize = 2,
        };
        yield return new("ensemble of classifiers", classifier with { Pooling = SequencePooling.Mean });
        yield return new("ensemble of taggers of tokens", classifier with
        {
            Task = RecurrentTask.Tag,
            Pooling = SequencePooling.None,
            Features = 1,
            Embedding = new EmbeddingDescription(7, Features),
            EnsembleSize = 3,
        });
        yield return new("ensemble of quantiles with a residual baseline", Forecaster(RecurrentCell.Lstm) with
        {
            EnsembleSize = 3,
            Forecast = TwoTargets with
            {
                Quantiles = [0.1, 0.5, 0.9],
                TargetFeatures = [0, 1],
                ResidualBaseline = ResidualBaseline.LastValue,
                Transform = TargetTransform.Log,
                TransformOffset = 8,
            },
            Normalization = InputNormalization.Window,
        });
    }

    private static IEnumerable<Variant> FutureCovariates()
    {
        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            var normalization = (InputNormalization)(index % 3);
            yield return new($"future covariates, {cell} {normalization}", Forecaster(cell) with
            {
                Forecast = TwoTargets with
                {
                    FutureCovariates = 2,
                    TargetFeatures = [1, 0],
                    ResidualBaseline = (ResidualBaseline)(index % 3),
                    SeasonLength = index % 3 == 2 ? 3 : 0,
                },
                Layers = TestLayers.Stack(cell, Features + 3, 5, 1 + (index % 2), (SequenceDirection)(index % 3)),
                Normalization = normalization,
                HasLayerNormalization = index == 1,
            });
        }

        yield return new("future covariates with a season, quantiles, differences and an ensemble", Forecaster(RecurrentCell.Gru) with
        {
            Forecast = TwoTargets with
            {
                FutureCovariates = 3,
                TargetFeatures = [2, 0],
                SeasonalCovariates = [1, 0],
                ResidualBaseline = ResidualBaseline.SeasonalDrift,
                Transform = TargetTransform.Log,
                TransformOffset = 8,
                HasDifferences = true,
                Quantiles = [0.1, 0.5],
            },
            Layers = TestLayers.Stack(RecurrentCell.Gru, Features + 2 + 4, 5),
            Normalization = InputNormalization.Standard,
            EnsembleSize = 2,
        });
        yield return new("future covariates with a season only", Forecaster(RecurrentCell.Lstm) with
        {
            Forecast = TwoTargets with
            {
                FutureCovariates = 3,
                TargetFeatures = [2, 0],
                SeasonalCovariates = [1, 2],
                ResidualBaseline = ResidualBaseline.SeasonalNaive,
            },
            Layers = TestLayers.Stack(RecurrentCell.Lstm, Features + 4, 5),
            Normalization = InputNormalization.Window,
        });
    }

    // Every cell in every direction with one to three categories, with and without future covariates, and static features under window normalization.
    private static IEnumerable<Variant> Categories()
    {
        CategoryDescription[] categories = [new(4, 3), new(1, 1), new(12, 2)];
        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            foreach (var covariates in new[] { 0, 2 })
            {
                var normalization = (InputNormalization)((index + covariates) % 3);
                var network = Forecaster(cell) with
                {
                    Features = Features + 1 + (index % 3),
                    Categories = categories[..(1 + (index % 3))],
                    StaticFeatures = normalization == InputNormalization.Window ? [1] : [],
                    Forecast = TwoTargets with
                    {
                        FutureCovariates = covariates,
                        TargetFeatures = [2, 0],
                        HasDifferences = index % 2 == 1,
                        ResidualBaseline = (ResidualBaseline)(index % 2),
                    },
                    Normalization = normalization,
                    HasLayerNormalization = index == 1,
                    EnsembleSize = index == 2 ? 2 : 1,
                };
                yield return new($"categories, {cell} {normalization}{(covariates > 0 ? " future covariates" : "")}", network with
                {
                    Layers = TestLayers.Stack(cell, network.InputSize, 5, 1 + (index % 2), (SequenceDirection)((index + covariates) % 3)),
                });
            }
        }

        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            foreach (var covariates in new[] { 0, 3 })
            {
                var pooling = covariates > 0 ? SequencePooling.FinalState : Enum.GetValues<SequencePooling>()[(index + 2) % 5];
                var network = Forecaster(cell) with
                {
                    Features = Features + 1 + (index % 2),
                    Categories = categories[..(1 + (index % 2))],
                    StaticFeatures = index % 2 == 0 ? [1] : [],
                    Forecast = TwoTargets with
                    {
                        Horizon = pooling == SequencePooling.None ? 1 : 4,
                        FutureCovariates = covariates,
                        TargetFeatures = [2, 0],
                        HasDifferences = index % 3 == 1,
                        SeasonalCovariates = covariates > 0 && index % 2 == 1 ? [2, 0] : [],
                        ResidualBaseline = covariates > 0 && index % 2 == 1 ? ResidualBaseline.SeasonalNaive : (ResidualBaseline)(index % 2),
                        Transform = index == 3 ? TargetTransform.Log : TargetTransform.None,
                        TransformOffset = index == 3 ? 8 : 0,
                        Quantiles = index == 2 ? [0.1, 0.5, 0.9] : [],
                    },
                    Normalization = InputNormalization.Series,
                    Pooling = pooling,
                    EnsembleSize = index == 4 ? 2 : 1,
                };
                yield return new($"scale of each series, {cell} {pooling}{(covariates > 0 ? " future covariates" : "")}", network with
                {
                    Layers = TestLayers.Stack(cell, network.InputSize, 5, 1 + (index % 2), (SequenceDirection)(index % 2 * 2)),
                });
            }
        }

        yield return new("scale of each series of a classifier", Forecaster(RecurrentCell.Lstm) with
        {
            Task = RecurrentTask.Classify,
            Features = Features + 1,
            Categories = [new(4, 2)],
            Forecast = new ForecastDescription(),
            Layers = TestLayers.Stack(RecurrentCell.Lstm, Features + 2, 5),
            Normalization = InputNormalization.Series,
            Classes = 3,
        });
        var tagger = new NetworkDescription
        {
            Task = RecurrentTask.Tag,
            Features = Features + 2,
            Categories = [new(5, 4), new(2, 2)],
            Layers = TestLayers.Stack(RecurrentCell.Gru, Features + 6, 5),
            Pooling = SequencePooling.None,
            Classes = 3,
        };
        yield return new("categories of a tagger", tagger);
        yield return new("categories of a classifier with a convolution", tagger with
        {
            Task = RecurrentTask.Classify,
            Pooling = SequencePooling.Mean,
            Layers =
            [
                TestLayers.Stack(RecurrentCell.Lstm, 4, 5)[0] with
                {
                    InputLayers = [new() { InputSize = Features + 6, OutputSize = 4, KernelSize = 3, PaddingBefore = 2 }],
                },
            ],
        });
        yield return new("categories with a season, quantiles and an ensemble", Forecaster(RecurrentCell.Lstm) with
        {
            Features = Features + 1,
            Categories = [new(6, 3)],
            Forecast = TwoTargets with
            {
                FutureCovariates = 3,
                TargetFeatures = [2, 0],
                SeasonalCovariates = [1, 0],
                ResidualBaseline = ResidualBaseline.SeasonalDrift,
                Transform = TargetTransform.Log,
                TransformOffset = 8,
                HasDifferences = true,
                Quantiles = [0.1, 0.5],
            },
            Layers = TestLayers.Stack(RecurrentCell.Lstm, Features + 2 + 4 + 3, 5),
            Normalization = InputNormalization.Standard,
            EnsembleSize = 2,
        });
    }

    // Future covariates that are lags of targets and of another feature, among others that are not, under window normalization.
    private static IEnumerable<Variant> Lags()
    {
        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            var transform = (TargetTransform)(index % 3);
            yield return new($"lags, {cell} {transform}", Forecaster(cell) with
            {
                Forecast = TwoTargets with
                {
                    FutureCovariates = 4,
                    TargetFeatures = [1, 0],
                    LagFeatures = [index % 2 == 0 ? null : 2, 0, 1, index % 2 == 0 ? 1 : null],
                    ResidualBaseline = (ResidualBaseline)(index % 3),
                    SeasonLength = index % 3 == 2 ? 3 : 0,
                    Transform = transform,
                    TransformOffset = transform == TargetTransform.None ? 0 : 8,
                },
                Layers = TestLayers.Stack(cell, Features + 5, 5, 1 + (index % 2), (SequenceDirection)(index % 3)),
                Normalization = InputNormalization.Window,
                HasLayerNormalization = index == 1,
            });
        }

        yield return new("lags with a season, quantiles, differences and an ensemble", Forecaster(RecurrentCell.Gru) with
        {
            Forecast = TwoTargets with
            {
                FutureCovariates = 5,
                TargetFeatures = [2, 0],
                SeasonalCovariates = [1, 4],
                LagFeatures = [null, 2, 0, 2, 0],
                ResidualBaseline = ResidualBaseline.SeasonalDrift,
                Transform = TargetTransform.Log,
                TransformOffset = 8,
                HasDifferences = true,
                Quantiles = [0.1, 0.5],
            },
            Layers = TestLayers.Stack(RecurrentCell.Gru, Features + 2 + 6, 5),
            Normalization = InputNormalization.Window,
            EnsembleSize = 2,
        });
        yield return new("lags that are all covariates", Forecaster(RecurrentCell.Lstm) with
        {
            Forecast = TwoTargets with
            {
                FutureCovariates = 2,
                TargetFeatures = [2, 0],
                SeasonalCovariates = [0, 1],
                LagFeatures = [2, 0],
                ResidualBaseline = ResidualBaseline.SeasonalNaive,
            },
            Layers = TestLayers.Stack(RecurrentCell.Lstm, Features + 3, 5, direction: SequenceDirection.Bidirectional),
            Normalization = InputNormalization.Window,
        });
    }
}
