using Xunit;

namespace MlNetRecurrent.Tests;

/// <summary>
/// The networks of <see cref="PartVariants"/>, and more of the same kinds: every function in every place, every pooling with and without
/// convolutions, every cell in every direction. They are for tests that take little time for each network.
/// </summary>
public static class PartMatrix
{
    private const int Features = 3;
    private const int Hidden = 5;

    private static readonly ForecastDescription TwoTargets = new() { Horizon = 2, Targets = 2 };

    /// <summary>Every function, with parameters other than the defaults where it has any.</summary>
    internal static IReadOnlyList<ActivationFunction> Functions { get; } =
    [
        .. Enum.GetValues<ActivationKind>()
            .Select(kind => ActivationFunction.Create(kind, alpha: 0.3f, beta: kind == ActivationKind.Affine ? -0.2f : 0.4f)),
    ];

    internal static IReadOnlyList<Variant> Each { get; } =
    [
        .. PartVariants.Each,
        .. Heads(), .. Outputs(), .. InitialStates(), .. LastSteps(), .. Reversed(), .. LinearLayers(), .. Convolutions(), .. Cells(), .. Combined(),
    ];

    public static TheoryData<Variant> All => [.. Each];

    /// <summary>Every fourth network.</summary>
    public static TheoryData<Variant> Some => [.. Each.Where((_, index) => index % 4 == 0)];

    /// <summary>The networks that <see cref="PlainNetwork"/> computes.</summary>
    public static TheoryData<Variant> Plain => [.. Each.Where(variant => variant.Description is
    {
        EnsembleSize: 1,
        Embedding: null,
        Normalization: not InputNormalization.Window,
        Forecast: { FutureCovariates: 0, Quantiles.Count: 0, Transform: TargetTransform.None, ResidualBaseline: ResidualBaseline.None },
        Forecast.HasDifferences: false,
    })];

    private static NetworkDescription Forecaster(RecurrentCell cell, int layers = 1, SequenceDirection direction = SequenceDirection.Forward) => new()
    {
        Features = Features,
        Layers = TestLayers.Stack(cell, Features, Hidden, layers, direction),
        Forecast = TwoTargets,
        Normalization = InputNormalization.Standard,
    };

    private static NetworkDescription Classifier(NetworkDescription network, RecurrentTask task = RecurrentTask.Classify) => network with
    {
        Task = task,
        Classes = 3,
        Forecast = new ForecastDescription(),
        Pooling = task == RecurrentTask.Tag ? SequencePooling.None : network.Pooling,
    };

    // An output at every step has a horizon of 1.
    private static NetworkDescription EveryStep(NetworkDescription network) =>
        network with { Pooling = SequencePooling.None, Forecast = network.Forecast with { Horizon = 1 } };

    private static NetworkDescription WithHead(NetworkDescription network, params IReadOnlyList<LinearLayerDescription> layers)
    {
        var size = network.HeadInputSize;
        return network with { HeadLayers = [.. layers.Select(layer => layer with { InputSize = (size, size = layer.OutputSize).Item1 })] };
    }

    // Sets the input sizes, and the input size of the recurrent layer.
    private static NetworkDescription WithInput(NetworkDescription network, int index, params IReadOnlyList<LinearLayerDescription> linear)
    {
        var layers = network.Layers.ToArray();
        var size = layers[index].InputSize;
        LinearLayerDescription[] before = [.. linear.Select(layer => layer with { InputSize = (size, size = layer.OutputSize).Item1 })];
        layers[index] = layers[index] with { InputLayers = before, InputSize = size };
        return network with { Layers = layers };
    }

    private static NetworkDescription WithVariant(NetworkDescription network, CellVariant variant) =>
        network with { Layers = [.. network.Layers.Select(layer => layer with { Variant = variant })] };

    private static LinearLayerDescription Linear(
        int size, ActivationFunction? activation = null, int kernel = 1, int before = 0, int after = 0) => new()
        {
            InputSize = 1,
            OutputSize = size,
            Activation = activation ?? ActivationFunction.Identity,
            KernelSize = kernel,
            PaddingBefore = before,
            PaddingAfter = after,
        };

    private static IEnumerable<Variant> Heads()
    {
        foreach (var (index, function) in Functions.Index())
        {
            var network = Forecaster(RecurrentCell.All[index % 5], 1 + (index % 2), (SequenceDirection)(index % 3)) with
            {
                Pooling = Enum.GetValues<SequencePooling>()[index % 5],
            };
            network = network.HasOutputPerStep ? EveryStep(network) : network;
            yield return new($"head layer with {function}", WithHead(network, Linear(7, function)));
        }

        var gru = Forecaster(RecurrentCell.Gru, 2, SequenceDirection.Bidirectional);
        yield return new("head of three layers",
            WithHead(gru, Linear(17, ActivationFunction.Gelu), Linear(1, ActivationFunction.Relu), Linear(33)));
        yield return new("tagger with a head layer", Classifier(WithHead(gru, Linear(9, ActivationFunction.Tanh)), RecurrentTask.Tag));
        yield return new("head normalization", gru with { HasHeadNormalization = true, LayerNormalizationEpsilon = 1e-2 });
        yield return new("head and layer normalization", WithHead(gru, Linear(4, ActivationFunction.Elu(0.5f))) with
        {
            HasHeadNormalization = true,
            HasLayerNormalization = true,
            LayerNormalizationEpsilon = 1e-3,
            Pooling = SequencePooling.Mean,
        });
        yield return new("head normalization at every step", EveryStep(gru) with { HasHeadNormalization = true });
        yield return new("ensemble with head layers and head normalization", WithHead(gru, Linear(6, ActivationFunction.Relu), Linear(3)) with
        {
            HasHeadNormalization = true,
            EnsembleSize = 3,
        });
    }

    private static IEnumerable<Variant> Outputs()
    {
        var lstm = Forecaster(RecurrentCell.Lstm);
        foreach (var function in Functions)
            yield return new($"output activation {function}", lstm with { OutputActivation = function });
        yield return new("bounds", lstm with { Forecast = TwoTargets with { Minimum = -0.1, Maximum = 0.2 } });
        yield return new("lower bound at every step", EveryStep(lstm with { Forecast = TwoTargets with { Minimum = 0.05 } }));
        yield return new("upper bound of an ensemble", lstm with { Forecast = TwoTargets with { Maximum = 0 }, EnsembleSize = 2 });
        yield return new("log-probabilities", Classifier(lstm) with { HasLogProbabilities = true });
        yield return new("log-probabilities at every step", Classifier(lstm, RecurrentTask.Tag) with { HasLogProbabilities = true });
        yield return new("log-probabilities of 40 classes", Classifier(lstm) with { HasLogProbabilities = true, Classes = 40 });
    }

    private static IEnumerable<Variant> InitialStates()
    {
        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            yield return new($"trained initial states of {cell}", Forecaster(cell, 1 + (index % 2), (SequenceDirection)(index % 3)) with
            {
                HasLearnedInitialState = true,
                HasLayerNormalization = index == 1,
                EnsembleSize = index == 4 ? 2 : 1,
            });
        }

        yield return new("trained initial states of two forward layers", Forecaster(RecurrentCell.Lstm, 2) with { HasLearnedInitialState = true });
        yield return new("trained initial states of unequal layers", Forecaster(RecurrentCell.Lstm) with
        {
            HasLearnedInitialState = true,
            Layers =
            [
                new() { Cell = RecurrentCell.Gru, InputSize = Features, HiddenSize = 4 },
                new() { Cell = RecurrentCell.Lstm, InputSize = 4, HiddenSize = 3 },
                new() { Cell = RecurrentCell.Lstm, InputSize = 3, HiddenSize = 6 },
            ],
        });
    }

    private static IEnumerable<Variant> LastSteps()
    {
        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            yield return new($"last {1 + (index % 4)} steps of {cell}", Forecaster(cell, 1 + (index % 2), (SequenceDirection)(index % 3)) with
            {
                Pooling = SequencePooling.LastSteps,
                PooledSteps = 1 + (index % 4),
                HasLayerNormalization = index == 2,
            });
        }

        var lstm = Forecaster(RecurrentCell.Lstm) with { Pooling = SequencePooling.LastSteps, PooledSteps = 3 };
        yield return new("last steps, head layers and head normalization",
            WithHead(lstm, Linear(6, ActivationFunction.Relu)) with { HasHeadNormalization = true });
        yield return new("last steps of an ensemble", lstm with { EnsembleSize = 2 });
        yield return new("last steps of an encoder", lstm with { Task = RecurrentTask.Encode, Forecast = new ForecastDescription() });
    }

    private static IEnumerable<Variant> Reversed()
    {
        var gru = EveryStep(Forecaster(RecurrentCell.Gru)) with { ReversesOutput = true };
        yield return new("reversed forecasts", gru with
        {
            Layers = TestLayers.Stack(RecurrentCell.Gru, Features, Hidden, 2, SequenceDirection.Reverse),
        });
        yield return new("reversed classes", Classifier(gru, RecurrentTask.Tag));
        yield return new("reversed classes of an ensemble", Classifier(gru, RecurrentTask.Tag) with { EnsembleSize = 2 });
        yield return new("reversed states", gru with
        {
            Task = RecurrentTask.Encode,
            Forecast = new ForecastDescription(),
            Layers = TestLayers.Stack(RecurrentCell.Lstm, Features, Hidden, 1, SequenceDirection.Bidirectional),
        });
        yield return new("reversed quantiles", gru with
        {
            Forecast = gru.Forecast with { Quantiles = [0.1, 0.5], TargetFeatures = [0, 2], Transform = TargetTransform.Log, TransformOffset = 8 },
        });
    }

    private static IEnumerable<Variant> LinearLayers()
    {
        foreach (var (index, function) in Functions.Index())
        {
            var network = Forecaster(RecurrentCell.All[index % 5], 1 + (index % 2), (SequenceDirection)(index % 2 * 2));
            yield return new($"input layer with {function}", WithInput(network, index % 2, Linear(6, function)));
        }

        var lstm = Forecaster(RecurrentCell.Lstm, 3);
        yield return new("linear layers everywhere", WithInput(
            WithInput(WithInput(lstm, 0, Linear(2), Linear(40, ActivationFunction.Relu)), 1, Linear(3, ActivationFunction.Gelu)), 2, Linear(21)) with
        {
            HasLayerNormalization = true,
        });
        yield return new("linear layers of an ensemble", WithInput(lstm, 1, Linear(4, ActivationFunction.Tanh)) with { EnsembleSize = 2 });
        yield return new("linear layer after an embedding", WithInput(
            new NetworkDescription
            {
                Task = RecurrentTask.Tag,
                Features = 1,
                Embedding = new EmbeddingDescription(7, 4),
                Layers = TestLayers.Stack(RecurrentCell.Gru, 4, Hidden),
                Pooling = SequencePooling.None,
                Classes = 3,
            },
            0,
            Linear(6, ActivationFunction.Relu)));
    }

    private static IEnumerable<Variant> Convolutions()
    {
        foreach (var (index, pooling) in Enum.GetValues<SequencePooling>().Index())
        {
            var network = Forecaster(RecurrentCell.All[index % 5], 1 + (index % 2), (SequenceDirection)(index % 3)) with
            {
                Pooling = pooling,
                PooledSteps = 2,
            };
            network = network.HasOutputPerStep ? EveryStep(network) : network;
            yield return new($"convolution, {pooling}", WithInput(network, 0, Linear(6, ActivationFunction.Relu, kernel: 3, before: 1, after: 1)));
            yield return new(
                $"causal convolution, {pooling}", WithInput(network, index % 2, Linear(4, ActivationFunction.Gelu, kernel: 3, before: 2)));
            if (!network.HasOutputPerStep)
                yield return new($"convolution that loses steps, {pooling}", WithInput(network, index % 2, Linear(4, kernel: 3)));
        }

        var gru = Forecaster(RecurrentCell.Gru, 2, SequenceDirection.Bidirectional);
        yield return new("convolution that adds steps", WithInput(gru, 0, Linear(4, ActivationFunction.Sigmoid, kernel: 2, before: 1, after: 1)));
        yield return new("convolutions that lose and add steps", WithInput(
            WithInput(gru, 0, Linear(4, ActivationFunction.Elu(), kernel: 4), Linear(3), Linear(5, kernel: 2, after: 1)),
            1,
            Linear(7, ActivationFunction.Tanh, kernel: 3, before: 2, after: 2)));
        yield return new("convolutions of an ensemble", WithInput(gru, 0, Linear(4, ActivationFunction.Relu, kernel: 3)) with { EnsembleSize = 2 });
        yield return new("convolution of embeddings", WithInput(
            Classifier(gru) with
            {
                Features = 1,
                Embedding = new EmbeddingDescription(7, 4),
                Normalization = InputNormalization.None,
                Layers = TestLayers.Stack(RecurrentCell.Lstm, 4, Hidden),
            },
            0,
            Linear(6, ActivationFunction.Relu, kernel: 2)));
        yield return new("convolution with window normalization and a residual baseline", WithInput(
            gru with
            {
                Normalization = InputNormalization.Window,
                Forecast = TwoTargets with
                {
                    TargetFeatures = [0, 1],
                    ResidualBaseline = ResidualBaseline.SeasonalNaive,
                    SeasonLength = 2,
                },
            },
            0,
            Linear(4, kernel: 3, before: 2)));
    }

    private static IEnumerable<Variant> Cells()
    {
        // The recurrent operators have no GELU.
        ActivationFunction[] functions =
            [.. Functions.Where(function => function.Kind is not (ActivationKind.Gelu or ActivationKind.GeluTanh))];
        // States grow without bound with other gates.
        ActivationFunction[] gates = [ActivationFunction.HardSigmoid(), ActivationFunction.Sigmoid];
        RecurrentCell[] cells = [RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru, RecurrentCell.GruResetBefore];
        foreach (var (index, cell) in cells.Index())
        {
            yield return new($"{cell} with clip", WithVariant(Forecaster(cell, 2), new CellVariant { Clip = 0.2f }));
            foreach (var (place, function) in functions.Index())
            {
                var direction = (SequenceDirection)((index + place) % 3);
                yield return new($"{cell} {direction} with {function}", WithVariant(Forecaster(cell, 1 + (place % 2), direction), new CellVariant
                {
                    Gate = gates[place % gates.Length],
                    Candidate = function,
                    Output = functions[(place + 7) % functions.Length],
                    Clip = place % 3 == 1 ? 0.5f : null,
                }));
            }
        }

        foreach (var function in functions)
        {
            yield return new($"gates with {function}", WithVariant(
                Forecaster(RecurrentCell.Lstm), new CellVariant { Gate = function, Clip = 0.5f, HasPeepholes = true }));
        }

        foreach (var direction in Enum.GetValues<SequenceDirection>())
        {
            var lstm = Forecaster(RecurrentCell.Lstm, 2, direction);
            yield return new($"{direction} peepholes", WithVariant(lstm, new CellVariant { HasPeepholes = true }));
            yield return new($"{direction} coupled gates", WithVariant(lstm, new CellVariant { CouplesForgetGate = true }));
            yield return new($"{direction} coupled gates, peepholes, clip", WithVariant(lstm, new CellVariant
            {
                CouplesForgetGate = true,
                HasPeepholes = true,
                Clip = 0.4f,
                Gate = ActivationFunction.HardSigmoid(),
                Output = ActivationFunction.Softsign,
            }));
        }

        yield return new("one layer of three with a variant", Forecaster(RecurrentCell.Lstm) with
        {
            Layers =
            [
                .. TestLayers.Stack(RecurrentCell.Lstm, Features, Hidden),
                new()
                {
                    Cell = RecurrentCell.Lstm,
                    InputSize = Hidden,
                    HiddenSize = 19,
                    HasBias = false,
                    Variant = new CellVariant { HasPeepholes = true },
                },
                .. TestLayers.Stack(RecurrentCell.Gru, 19, Hidden),
            ],
            HasLayerNormalization = true,
        });
    }

    private static IEnumerable<Variant> Combined()
    {
        var history = Forecaster(RecurrentCell.Lstm) with
        {
            Forecast = TwoTargets with { TargetFeatures = [2, 0], ResidualBaseline = ResidualBaseline.SeasonalDrift, SeasonLength = 3 },
            HasLearnedInitialState = true,
        };
        yield return new("history with all parts that stream", WithVariant(
            WithHead(WithInput(history, 0, Linear(6, ActivationFunction.Relu)), Linear(5, ActivationFunction.Softplus)),
            new CellVariant { HasPeepholes = true, Clip = 2 }) with
        {
            OutputActivation = ActivationFunction.Tanh,
            HasHeadNormalization = true,
            Pooling = SequencePooling.Mean,
            Forecast = history.Forecast with { Minimum = -1, Maximum = 1, Transform = TargetTransform.Log, TransformOffset = 8 },
        });
        yield return new("quantiles with head layers", WithHead(history, Linear(5, ActivationFunction.Gelu)) with
        {
            Forecast = history.Forecast with { Quantiles = [0.1, 0.5, 0.9] },
            EnsembleSize = 2,
        });
        yield return new("last steps with a longer season", history with { Pooling = SequencePooling.LastSteps, PooledSteps = 2 });
        yield return new("future covariates with head layers and linear layers", WithHead(
            WithInput(
                history with
                {
                    Forecast = TwoTargets with { FutureCovariates = 2, TargetFeatures = [1, 0] },
                    Layers = TestLayers.Stack(RecurrentCell.Gru, Features + 3, Hidden, 2),
                },
                0,
                Linear(6, ActivationFunction.Relu)),
            Linear(4, ActivationFunction.Sigmoid)) with
        {
            OutputActivation = ActivationFunction.LeakyRelu(0.2f),
        });
        yield return new("everything before a bidirectional classifier", Classifier(WithVariant(
            WithHead(
                WithInput(Forecaster(RecurrentCell.Gru, 2, SequenceDirection.Bidirectional), 0,
                    Linear(6, ActivationFunction.Relu, kernel: 3, before: 1, after: 1), Linear(4, ActivationFunction.GeluTanh)),
                Linear(12, ActivationFunction.Relu)),
            new CellVariant { Gate = ActivationFunction.HardSigmoid(), Clip = 3 })) with
        {
            HasLearnedInitialState = true,
            HasLayerNormalization = true,
            HasHeadNormalization = true,
            HasLogProbabilities = true,
            Pooling = SequencePooling.Max,
        });
    }
}
