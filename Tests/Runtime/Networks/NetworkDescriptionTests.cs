using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class NetworkDescriptionTests
{
    private static readonly NetworkDescription Valid = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 4);

    public static TheoryData<NetworkDescription, string> Invalid => new()
    {
        { Valid with { Features = 0 }, "features is 0, expected 1 to 65536; input size is 2, expected 0" },
        { Valid with { Features = 3 }, "input size is 2, expected 3" },
        { Valid with { Layers = [] }, "layers is 0, expected 1 to 256" },
        { Valid with { Layers = [Valid.Layers[0] with { HiddenSize = 0 }] }, "hidden size is 0, expected 1 to 65536" },
        { Valid with { Layers = [Valid.Layers[0] with { HiddenSize = 65_537 }] }, "hidden size is 65537, expected 1 to 65536" },
        { Valid with { Layers = [Valid.Layers[0], Valid.Layers[0]] }, "input size of layer 2 is 2, expected 4" },
        {
            Valid with { Layers = [Valid.Layers[0] with { Direction = SequenceDirection.Bidirectional }, Valid.Layers[0] with { InputSize = 4 }] },
            "input size of layer 2 is 4, expected 8"
        },
        {
            Valid with { Layers = [Valid.Layers[0] with { Direction = (SequenceDirection)9 }] },
            "direction is 9, expected one of Forward, Reverse, Bidirectional"
        },
        { Valid with { Layers = [Valid.Layers[0], null!] }, "layer 2 is missing" },
        { Valid with { Layers = [Valid.Layers[0] with { Cell = null! }] }, "cell is missing" },
        { Valid with { Regularization = new() { Dropout = 1 } }, "dropout is 1, expected 0 to less than 1" },
        { Valid with { Regularization = new() { Dropout = double.NaN } }, "dropout is NaN, expected 0 to less than 1" },
        { Valid with { Regularization = new() { HeadDropout = 1 } }, "head dropout is 1, expected 0 to less than 1" },
        {
            Valid with { Regularization = new() { HeadDropout = 0.5 }, Task = RecurrentTask.Encode },
            "head dropout does not apply to the task Encode, which has no head"
        },
        {
            Valid with { Task = RecurrentTask.Tag, Classes = 2, Pooling = SequencePooling.Mean },
            "pooling is Mean, expected None for a class at every time step"
        },
        { Valid with { Forecast = new() { TargetFeatures = [0, 1] } }, "there are 2 target features, expected 1: one for each target" },
        { Valid with { Forecast = new() { TargetFeatures = [2] } }, "target feature is 2, expected 0 to 1" },
        {
            Valid with { Forecast = new() { TargetFeatures = [1, 1], Targets = 2 } },
            "target features are 1, 1, expected no duplicates"
        },
        {
            Valid with { Forecast = new() { ResidualBaseline = ResidualBaseline.LastValue } },
            "residual baseline LastValue requires target features: for each target, the feature that holds its history"
        },
        {
            Valid with { Forecast = new() { ResidualBaseline = ResidualBaseline.SeasonalDrift, TargetFeatures = [0] } },
            "season length is 0, expected 1 to 65536 for residual baseline SeasonalDrift"
        },
        {
            Valid with { Forecast = new() { ResidualBaseline = ResidualBaseline.LastValue, TargetFeatures = [0], SeasonLength = 12 } },
            "season length is 12, expected 0 with residual baseline LastValue"
        },
        {
            Valid with { Forecast = new() { ResidualBaseline = (ResidualBaseline)9, TargetFeatures = [0] } },
            "residual baseline is 9, expected one of None, LastValue, SeasonalNaive, SeasonalDrift"
        },
        {
            Valid with { Normalization = InputNormalization.Window },
            "normalization Window requires target features: for each target, the feature that holds its history"
        },
        {
            Valid with { Forecast = new() { HasDifferences = true } },
            "differences require target features: for each target, the feature that holds its history"
        },
        { Valid with { Forecast = new() { HasDifferences = true, TargetFeatures = [1] } }, "input size is 2, expected 3" },
        { Valid with { Forecast = new() { TransformOffset = 1 } }, "transform offset is 1, expected 0 without a transform" },
        {
            Valid with { Forecast = new() { Transform = TargetTransform.Log, TransformOffset = double.NaN } },
            "transform offset is NaN, expected a finite number"
        },
        {
            Valid with { Task = RecurrentTask.Encode, Forecast = new() { Transform = TargetTransform.Log } },
            "task is Encode, expected Forecast with transform Log"
        },
        {
            Valid with
            {
                Task = RecurrentTask.Classify,
                Classes = 2,
                Forecast = new() { TargetFeatures = [0], ResidualBaseline = ResidualBaseline.LastValue },
            },
            "task is Classify, expected Forecast with target features; task is Classify, expected Forecast with residual baseline LastValue"
        },
        {
            Valid with { Forecast = new() { Quantiles = [0.1, 0.9] } },
            "quantiles are 0.1, 0.9, expected to include 0.5: the median is the forecast"
        },
        {
            Valid with { Forecast = new() { Quantiles = [0.5, 0.1] } },
            "quantiles are 0.5, 0.1, expected values above 0 and below 1 in ascending order"
        },
        {
            Valid with { Forecast = new() { Quantiles = [0, 0.5] } },
            "quantiles are 0, 0.5, expected values above 0 and below 1 in ascending order"
        },
        {
            Valid with { Forecast = new() { Quantiles = [0.5, double.NaN] } },
            "quantiles are 0.5, NaN, expected values above 0 and below 1 in ascending order"
        },
        {
            Valid with { Forecast = new() { Quantiles = [0.1, 0.5, 0.9], Horizon = 30_000 } },
            "horizon * targets * quantiles is 90000, expected at most 65536"
        },
        {
            Valid with { Forecast = new() { Quantiles = [0.5] }, Task = RecurrentTask.Encode },
            "task is Encode, expected Forecast with quantiles"
        },
        { Valid with { EnsembleSize = 0 }, "ensemble size is 0, expected 1 to 64" },
        {
            Valid with { EnsembleSize = 2, Task = RecurrentTask.Encode },
            "ensemble size is 2, expected 1 for the task Encode: hidden states of different networks cannot be averaged"
        },
        { Valid with { Forecast = new() { FutureCovariates = 1 } }, "input size is 2, expected 4" },
        { Valid with { Forecast = new() { FutureCovariates = -1 } }, "future covariates is -1, expected 1 to 65536" },
        {
            Valid with
            {
                Forecast = new() { FutureCovariates = 1 },
                Pooling = SequencePooling.Mean,
                Layers = [Valid.Layers[0] with { InputSize = 4 }],
            },
            "pooling is Mean, expected FinalState with future covariates: the head is applied at each step of the horizon"
        },
        {
            Valid with { Forecast = new() { SeasonalCovariates = [0], TargetFeatures = [0], ResidualBaseline = ResidualBaseline.LastValue } },
            "residual baseline is LastValue with season length 0, expected SeasonalNaive or SeasonalDrift with season length 0 "
            + "for seasonal covariates; seasonal covariate is 0, expected the index of one of the 0 future covariates"
        },
        {
            Valid with
            {
                Forecast = new()
                {
                    FutureCovariates = 2,
                    SeasonalCovariates = [0, 1],
                    TargetFeatures = [0],
                    ResidualBaseline = ResidualBaseline.SeasonalDrift,
                },
                Layers = [Valid.Layers[0] with { InputSize = 5 }],
            },
            "there are 2 seasonal covariates, expected 1: one for each target"
        },
        { WithLags(InputNormalization.Standard, [null, 0]), "normalization is Standard, expected Window with lag features" },
        { WithLags(InputNormalization.Window, [0]), "there are 1 lag features, expected 2: for each future covariate, a feature or null" },
        { WithLags(InputNormalization.Window, [null, 2]), "lag feature is 2, expected 0 to 1" },
        { WithLags(InputNormalization.Window, [-1, -1]), "lag feature is -1, expected 0 to 1" },
        { WithLags(InputNormalization.Window, [null, null]), "every lag feature is null, expected at least one feature, or no lag features" },
        {
            Valid with { Forecast = new() { LagFeatures = [0] } },
            "normalization is None, expected Window with lag features; "
            + "there are 1 lag features, expected 0: for each future covariate, a feature or null"
        },
        {
            Valid with { Forecast = new() { LagFeatures = [0] }, Task = RecurrentTask.Encode },
            "task is Encode, expected Forecast with lag features"
        },
        {
            Valid with { Forecast = new() { FutureCovariates = 1 }, Task = RecurrentTask.Encode, Layers = [Valid.Layers[0] with { InputSize = 4 }] },
            "task is Encode, expected Forecast with future covariates"
        },
        {
            Valid with { Regularization = new() { RecurrentDropout = -0.1 } },
            "recurrent dropout is -0.1, expected 0 to less than 1"
        },
        { Valid with { Forecast = new() { Horizon = 0 } }, "horizon is 0, expected 1 to 65536" },
        { Valid with { Forecast = new() { Targets = -1 } }, "targets is -1, expected 1 to 65536" },
        { Valid with { Forecast = new() { Horizon = 1000, Targets = 1000 } }, "horizon * targets is 1000000, expected at most 65536" },
        {
            Valid with { Pooling = SequencePooling.None, Forecast = new() { Horizon = 2 } },
            "horizon is 2, expected 1 for a forecast at every time step"
        },
        { Valid with { Task = RecurrentTask.Classify, Classes = 1 }, "classes is 1, expected 2 to 16777216" },
        {
            Valid with { Task = RecurrentTask.Classify, Classes = 2, Pooling = SequencePooling.None },
            "task is Classify, expected Tag for a class at every time step"
        },
        { Valid with { Task = RecurrentTask.Tag, Classes = 2 }, "pooling is FinalState, expected None for a class at every time step" },
        { Valid with { Task = (RecurrentTask)7 }, "task is 7, expected one of Forecast, Classify, Tag, Encode, Language" },
        {
            Valid with { Features = 2, Embedding = new EmbeddingDescription(0, 0), Normalization = InputNormalization.Standard },
            "features is 2, expected 1 with an embedding; normalization does not apply to the tokens of an embedding; "
            + "embedding vocabulary is 0, expected 1 to 16777216; embedding size is 0, expected 1 to 65536; input size is 2, expected 0"
        },
        {
            Valid with
            {
                Features = -1,
                Regularization = new() { Dropout = -1 },
                Forecast = new() { Horizon = 0, Targets = 0 },
                Layers = [Valid.Layers[0] with { HiddenSize = -4 }],
            },
            "features is -1, expected 1 to 65536; dropout is -1, expected 0 to less than 1; hidden size is -4, expected 1 to 65536; "
            + "input size is 2, expected -1; horizon is 0, expected 1 to 65536; targets is 0, expected 1 to 65536"
        },
    };

    private static NetworkDescription WithLags(InputNormalization normalization, IReadOnlyList<int?> features) => Valid with
    {
        Normalization = normalization,
        Forecast = new() { FutureCovariates = 2, TargetFeatures = [0], LagFeatures = features },
        Layers = [Valid.Layers[0] with { InputSize = 5 }],
    };

    [Theory, MemberData(nameof(Invalid))]
    public void Validate_InvalidDescription_ListsEveryError(NetworkDescription description, string errors)
    {
        var exception = Assert.Throws<ArgumentException>(description.Validate);

        Assert.Equal($"The network cannot be built: {errors}.", exception.Message);
    }

    [Fact]
    public void ToString_WithoutLayers_ReturnsText() =>
        Assert.Contains("OutputSize = 0", (Valid with { Layers = [], Task = RecurrentTask.Encode }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void CreateForecaster_EveryCell_StacksMatchingLayers()
    {
        foreach (var cell in RecurrentCell.All)
        {
            var description = NetworkDescription.CreateForecaster(cell, featureCount: 3, hiddenSize: 5, layerCount: 3, bidirectional: true);

            Assert.Equal([3, 10, 10], description.Layers.Select(layer => layer.InputSize));
            Assert.Equal(10, description.HeadInputSize);
            Assert.Equal(1, description.OutputSize);
        }
    }

    [Theory]
    [InlineData(0, 5, 1, "features is 0, expected 1 to 65536")]
    [InlineData(1, 0, 1, "hidden size is 0, expected 1 to 65536")]
    [InlineData(1, 5, 0, "layers is 0, expected 1 to 256")]
    public void CreateForecaster_SizeBelowOne_StatesNameAndRange(int features, int hidden, int layers, string error)
    {
        var exception = Assert.Throws<ArgumentException>(() => NetworkDescription.CreateForecaster(RecurrentCell.Rnn, features, hidden, layers));

        Assert.Equal($"The network cannot be built: {error}.", exception.Message);
    }

    // PyTorch counts two bias vectors: blocks * hidden * (input + hidden + 2), and hidden + 1 for each output.
    [Theory]
    [InlineData("rnn", (50 * (1 + 50 + 2)) + 51)]
    [InlineData("lstm", (200 * (1 + 50 + 2)) + 51)]
    [InlineData("gru", (150 * (1 + 50 + 2)) + 51)]
    public void ParameterCount_SineNetwork_MatchesPyTorch(string cell, int expected) =>
        Assert.Equal(expected, NetworkDescription.CreateForecaster(RecurrentCell.Parse(cell), featureCount: 1, hiddenSize: 50).ParameterCount);

    [Theory]
    [InlineData("rnn", 0, 1)]
    [InlineData("rnn-relu", 0, 1)]
    [InlineData("lstm", 3, 2)]
    [InlineData("gru", 2, 1)]
    [InlineData("GRU-Reset-Before", 2, 1)]
    public void Parse_CellName_ReturnsCellWithGatesAndStates(string name, int gates, int states)
    {
        var cell = RecurrentCell.Parse(name);

        Assert.Equal((gates, states), (cell.GateCount, cell.StateCount));
    }

    [Fact]
    public void Parse_UnknownName_ListsTheNames()
    {
        var exception = Assert.Throws<ArgumentException>(() => RecurrentCell.Parse("lsmt"));

        Assert.Equal("Unknown cell 'lsmt': expected one of rnn, rnn-relu, lstm, gru, gru-reset-before.", exception.Message);
    }
}
