using Xunit;

namespace MlNetRecurrent.Tests;

/// <summary>Networks with every part around the cells: linear layers, convolutions, variants of cells, heads, bounds and initial states.</summary>
public static class PartVariants
{
    private const int Features = 3;
    private const int Hidden = 5;

    /// <summary>The activation functions of linear layers.</summary>
    internal static IReadOnlyList<ActivationFunction> Activations { get; } =
    [
        ActivationFunction.Identity,
        ActivationFunction.Relu,
        ActivationFunction.Tanh,
        ActivationFunction.Sigmoid,
        ActivationFunction.HardSigmoid(),
        ActivationFunction.Gelu,
        ActivationFunction.GeluTanh,
        ActivationFunction.LeakyRelu(0.2f),
        ActivationFunction.Elu(0.7f),
        ActivationFunction.Softplus,
        ActivationFunction.Softsign,
        ActivationFunction.Affine(0.5f, 0.25f),
    ];

    internal static IReadOnlyList<Variant> Each { get; } =
        [.. InputLayers(), .. Convolutions(), .. Cells(), .. Heads(), .. Outputs(), .. InitialStates(), .. Combinations()];

    public static TheoryData<Variant> All => [.. Each];

    private static NetworkDescription Forecaster(RecurrentCell cell, int layers = 1, SequenceDirection direction = SequenceDirection.Forward) => new()
    {
        Features = Features,
        Layers = TestLayers.Stack(cell, Features, Hidden, layers, direction),
        Forecast = new ForecastDescription { Horizon = 4, Targets = 2 },
    };

    private static LinearLayerDescription Linear(int input, int output, ActivationFunction? activation = null) => new()
    {
        InputSize = input,
        OutputSize = output,
        Activation = activation ?? ActivationFunction.Tanh,
    };

    private static LinearLayerDescription Convolution(int input, int output, int kernel, int before = 0, int after = 0) =>
        Linear(input, output, ActivationFunction.LeakyRelu()) with { KernelSize = kernel, PaddingBefore = before, PaddingAfter = after };

    // Inserts layers before a recurrent layer.
    private static NetworkDescription Before(NetworkDescription network, int layer, params LinearLayerDescription[] linear) => network with
    {
        Layers =
        [
            .. network.Layers.Select((old, index) => index != layer ? old : old with { InputLayers = linear, InputSize = linear[^1].OutputSize }),
        ],
    };

    private static IEnumerable<Variant> InputLayers()
    {
        foreach (var (index, activation) in Activations.Index())
        {
            var direction = (SequenceDirection)(index % 3);
            var network = Forecaster(RecurrentCell.All[index % 5], 1, direction);
            yield return new($"input layer, {activation}", Before(network, 0, Linear(Features, 7, activation)));
        }

        yield return new("two input layers", Before(Forecaster(RecurrentCell.Lstm), 0, Linear(Features, 7), Linear(7, 4, ActivationFunction.Relu)));
        yield return new(
            "layer between recurrent layers",
            Before(Forecaster(RecurrentCell.Gru, 2, SequenceDirection.Bidirectional), 1, Linear(2 * Hidden, 4, ActivationFunction.Relu)) with
            {
                HasLayerNormalization = true,
                LayerNormalizationEpsilon = 1e-3,
            });
        yield return new("input layer of an embedding", Before(
            new NetworkDescription
            {
                Task = RecurrentTask.Tag,
                Features = 1,
                Embedding = new EmbeddingDescription(7, Features),
                Layers = TestLayers.Stack(RecurrentCell.Gru, Features, Hidden),
                Pooling = SequencePooling.None,
                Classes = 3,
            },
            0,
            Linear(Features, 6)));
    }

    private static IEnumerable<Variant> Convolutions()
    {
        yield return new("convolution", Before(Forecaster(RecurrentCell.Lstm), 0, Convolution(Features, 6, kernel: 3)));
        yield return new("padded convolution", Before(Forecaster(RecurrentCell.Gru), 0, Convolution(Features, 6, kernel: 3, before: 1, after: 1)) with
        {
            Pooling = SequencePooling.Mean,
            Normalization = InputNormalization.Standard,
        });
        yield return new(
            "causal convolution at every step",
            Before(Forecaster(RecurrentCell.Lstm), 0, Convolution(Features, 6, kernel: 3, before: 2)) with
            {
                Task = RecurrentTask.Tag,
                Forecast = new ForecastDescription(),
                Pooling = SequencePooling.None,
                Classes = 3,
            });
        yield return new(
            "two convolutions and a linear layer, bidirectional",
            Before(
                Forecaster(RecurrentCell.Lstm, 1, SequenceDirection.Bidirectional),
                0,
                Convolution(Features, 6, kernel: 2),
                Linear(6, 4),
                Convolution(4, 4, kernel: 4, before: 1, after: 2)) with
            { Pooling = SequencePooling.Max });
        yield return new(
            "convolution between recurrent layers",
            Before(Forecaster(RecurrentCell.Rnn, 2, SequenceDirection.Reverse), 1, Convolution(Hidden, 4, kernel: 2)) with
            {
                Pooling = SequencePooling.Mean,
            });
        yield return new("longer output", Before(Forecaster(RecurrentCell.Gru), 0, Convolution(Features, 6, kernel: 3, before: 2, after: 2)));
    }

    private static IEnumerable<Variant> Cells()
    {
        var relu = new CellVariant { Candidate = ActivationFunction.Relu, Output = ActivationFunction.Relu };
        var hard = new CellVariant { Gate = ActivationFunction.HardSigmoid(), Candidate = ActivationFunction.Softsign };
        foreach (var (index, cell) in new[] { RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru, RecurrentCell.GruResetBefore }.Index())
        {
            var direction = (SequenceDirection)(index % 3);
            yield return new($"{cell}, standard activations", With(Forecaster(cell, 2, direction), new CellVariant()));
            yield return new($"{cell}, relu", With(Forecaster(cell, 1, direction), relu));
            yield return new($"{cell}, hard sigmoid, clip", With(Forecaster(cell, 2, direction), hard with { Clip = 0.4f }));
        }

        yield return new("coupled forget gate", With(Forecaster(RecurrentCell.Lstm), new CellVariant { CouplesForgetGate = true }));
        yield return new("peepholes", With(
            Forecaster(RecurrentCell.Lstm, 2, SequenceDirection.Bidirectional),
            new CellVariant { HasPeepholes = true }));
        yield return new("coupled forget gate, peepholes, clip, relu", With(
            Forecaster(RecurrentCell.Lstm),
            relu with { CouplesForgetGate = true, HasPeepholes = true, Clip = 0.5f }));
        yield return new("elu cells without biases", With(
            Forecaster(RecurrentCell.Gru) with { Layers = TestLayers.Stack(RecurrentCell.Gru, Features, Hidden, bias: false) },
            new CellVariant { Candidate = ActivationFunction.Elu(0.5f), Gate = ActivationFunction.Sigmoid }));
    }

    private static NetworkDescription With(NetworkDescription network, CellVariant variant) =>
        network with { Layers = [.. network.Layers.Select(layer => layer with { Variant = variant })] };

    private static IEnumerable<Variant> Heads()
    {
        foreach (var (index, activation) in Activations.Index())
        {
            yield return new($"head layer, {activation}", Forecaster(RecurrentCell.All[index % 5]) with
            {
                HeadLayers = [Linear(Hidden, 7, activation)],
                Pooling = index % 2 == 0 ? SequencePooling.LastStep : SequencePooling.Mean,
            });
        }

        yield return new("two head layers of a classifier", Forecaster(RecurrentCell.Lstm, 2, SequenceDirection.Bidirectional) with
        {
            Task = RecurrentTask.Classify,
            Forecast = new ForecastDescription(),
            Classes = 3,
            HeadLayers = [Linear(2 * Hidden, 8, ActivationFunction.Gelu), Linear(8, 4)],
            Regularization = new RegularizationDescription { HeadDropout = 0.5 },
        });
        yield return new("head layers at every step", Forecaster(RecurrentCell.Gru) with
        {
            Task = RecurrentTask.Tag,
            Forecast = new ForecastDescription(),
            Pooling = SequencePooling.None,
            Classes = 3,
            HeadLayers = [Linear(Hidden, 6)],
        });
        yield return new("head normalization", Forecaster(RecurrentCell.Gru) with
        {
            HasHeadNormalization = true,
            LayerNormalizationEpsilon = 1e-3,
            HeadLayers = [Linear(Hidden, 6)],
        });
        yield return new("last three steps", Forecaster(RecurrentCell.Lstm, 1, SequenceDirection.Bidirectional) with
        {
            Pooling = SequencePooling.LastSteps,
            PooledSteps = 3,
        });
        yield return new("last two steps, normalized", Forecaster(RecurrentCell.Rnn) with
        {
            Pooling = SequencePooling.LastSteps,
            PooledSteps = 2,
            HasHeadNormalization = true,
            HasLayerNormalization = true,
        });
    }

    private static IEnumerable<Variant> Outputs()
    {
        yield return new("positive outputs", Forecaster(RecurrentCell.Gru) with { OutputActivation = ActivationFunction.Softplus });
        yield return new("sigmoid outputs, denormalized", Forecaster(RecurrentCell.Lstm) with
        {
            OutputActivation = ActivationFunction.Sigmoid,
            Normalization = InputNormalization.Standard,
        });
        yield return new("bounds", Forecaster(RecurrentCell.Lstm) with
        {
            Forecast = new ForecastDescription { Horizon = 4, Targets = 2, Minimum = -0.1, Maximum = 0.2 },
        });
        yield return new("lower bound after a transform", Forecaster(RecurrentCell.Gru) with
        {
            Forecast = new ForecastDescription
            {
                Horizon = 4,
                Targets = 2,
                TargetFeatures = [0, 2],
                Transform = TargetTransform.SquareRoot,
                TransformOffset = 10,
                ResidualBaseline = ResidualBaseline.LastValue,
                Minimum = 1,
            },
            Normalization = InputNormalization.Window,
            HeadLayers = [Linear(Hidden, 6)],
        });
        yield return new("log-probabilities", Forecaster(RecurrentCell.Gru) with
        {
            Task = RecurrentTask.Classify,
            Forecast = new ForecastDescription(),
            Classes = 3,
            HasLogProbabilities = true,
        });
        yield return new("log-probabilities at every step", Forecaster(RecurrentCell.Lstm) with
        {
            Task = RecurrentTask.Tag,
            Forecast = new ForecastDescription(),
            Pooling = SequencePooling.None,
            Classes = 3,
            HasLogProbabilities = true,
        });
        yield return new("reverse layer, outputs in its order", Forecaster(RecurrentCell.Lstm, 1, SequenceDirection.Reverse) with
        {
            Forecast = new ForecastDescription { Targets = 2 },
            Pooling = SequencePooling.None,
            ReversesOutput = true,
        });
    }

    private static IEnumerable<Variant> InitialStates()
    {
        foreach (var (index, cell) in RecurrentCell.All.Index())
        {
            yield return new($"learned initial state, {cell}", Forecaster(cell, 1 + (index % 2), (SequenceDirection)(index % 3)) with
            {
                HasLearnedInitialState = true,
            });
        }

        var unequal = Forecaster(RecurrentCell.Lstm, 2);
        yield return new("learned initial states of unequal layers", unequal with
        {
            Layers = [unequal.Layers[0] with { HiddenSize = 4 }, unequal.Layers[1] with { InputSize = 4, Cell = RecurrentCell.Gru }],
            HasLearnedInitialState = true,
        });
    }

    private static IEnumerable<Variant> Combinations()
    {
        var small = Before(Forecaster(RecurrentCell.Lstm, 2), 0, Linear(Features, 4)) with
        {
            HeadLayers = [Linear(Hidden, 6, ActivationFunction.Relu)],
            HasHeadNormalization = true,
            HasLearnedInitialState = true,
        };
        yield return new("ensemble", small with { EnsembleSize = 3, OutputActivation = ActivationFunction.Softplus });
        yield return new("quantiles", small with
        {
            Forecast = new ForecastDescription { Horizon = 2, Targets = 2, Quantiles = [0.1, 0.5, 0.9] },
            Normalization = InputNormalization.Standard,
        });
        // The input of the layers: features, future covariates and the indicator of the horizon.
        const int InputSize = Features + 2 + 1;
        var covariates = Forecaster(RecurrentCell.Lstm) with { Layers = TestLayers.Stack(RecurrentCell.Lstm, InputSize, Hidden) };
        yield return new("future covariates", Before(covariates, 0, Linear(InputSize, 4)) with
        {
            Forecast = new ForecastDescription { Horizon = 4, Targets = 2, FutureCovariates = 2 },
            HeadLayers = [Linear(Hidden, 6, ActivationFunction.Relu)],
            Normalization = InputNormalization.Standard,
        });
        yield return new("everything", Before(
            Before(
                Forecaster(RecurrentCell.Lstm, 2, SequenceDirection.Bidirectional),
                0,
                Convolution(Features, 6, kernel: 3, before: 1),
                Linear(6, 4)),
            1,
            Linear(2 * Hidden, 3)) with
        {
            HasLayerNormalization = true,
            LayerNormalizationEpsilon = 1e-4,
            HasLearnedInitialState = true,
            Pooling = SequencePooling.LastSteps,
            PooledSteps = 2,
            HasHeadNormalization = true,
            HeadLayers = [Linear(4 * Hidden, 6, ActivationFunction.Gelu), Linear(6, 5, ActivationFunction.Elu())],
            OutputActivation = ActivationFunction.Tanh,
            Normalization = InputNormalization.Standard,
            Forecast = new ForecastDescription { Horizon = 4, Targets = 2, Minimum = -1.5, Maximum = 1.5 },
        });
    }
}
