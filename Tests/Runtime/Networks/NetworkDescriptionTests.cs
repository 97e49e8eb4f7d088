using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class NetworkDescriptionTests
{
    private static readonly NetworkDescription Valid = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 4);

    public static TheoryData<NetworkDescription, string> Faulty => new()
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
        { Valid with { Layers = [Valid.Layers[0] with { Direction = (SequenceDirection)9 }] }, "direction is 9" },
        { Valid with { Layers = [Valid.Layers[0], null!] }, "layer 2 is missing" },
        { Valid with { Layers = [Valid.Layers[0] with { Cell = null! }] }, "cell is missing" },
        { Valid with { Regularization = Valid.Regularization with { Dropout = 1 } }, "dropout is 1, expected 0 to less than 1" },
        { Valid with { Regularization = Valid.Regularization with { Dropout = double.NaN } }, "dropout is NaN, expected 0 to less than 1" },
        { Valid with { Regularization = Valid.Regularization with { HeadDropout = 1 } }, "head dropout is 1, expected 0 to less than 1" },
        { Valid with { Regularization = Valid.Regularization with { HeadDropout = 0.5 }, Task = RecurrentTask.Encode }, "head dropout does not apply to the task Encode, which has no head" },
        { Valid with { Task = RecurrentTask.Tag, Classes = 2, Pooling = SequencePooling.Mean }, "reading is Mean, expected Every for a class at every step" },
        { Valid with { Forecast = Valid.Forecast with { TargetFeatures = [0, 1] } }, "there are 2 target features, expected one for each of 1 targets" },
        { Valid with { Forecast = Valid.Forecast with { TargetFeatures = [2] } }, "target feature 2 is not one of the features 0 to 1" },
        { Valid with { Forecast = Valid.Forecast with { TargetFeatures = [1, 1], Targets = 2 } }, "target features are 1, 1, expected each once" },
        { Valid with { Forecast = Valid.Forecast with { ResidualBaseline = ResidualBaseline.LastValue } }, "base Last needs target features: which feature each target is" },
        { Valid with { Forecast = Valid.Forecast with { ResidualBaseline = ResidualBaseline.SeasonalDrift, TargetFeatures = [0] } }, "season is 0, expected 1 to 65536 for base Drift" },
        { Valid with { Forecast = Valid.Forecast with { ResidualBaseline = ResidualBaseline.LastValue, TargetFeatures = [0], SeasonLength = 12 } }, "season is 12, expected 0 with base Last" },
        { Valid with { Forecast = Valid.Forecast with { ResidualBaseline = (ResidualBaseline)9, TargetFeatures = [0] } }, "transform None or base 9 is not known" },
        { Valid with { Normalization = InputNormalization.Window }, "normalization Window needs target features: which feature each target is" },
        { Valid with { Forecast = Valid.Forecast with { HasDifferences = true } }, "the use of differences needs target features: which feature each target is" },
        { Valid with { Forecast = Valid.Forecast with { HasDifferences = true, TargetFeatures = [1] } }, "input size is 2, expected 3" },
        { Valid with { Forecast = Valid.Forecast with { TransformOffset = 1 } }, "transform offset is 1, expected 0 without a transform" },
        { Valid with { Forecast = Valid.Forecast with { Transform = TargetTransform.Log, TransformOffset = double.NaN } }, "transform offset is NaN, expected a finite number" },
        { Valid with { Task = RecurrentTask.Encode, Forecast = Valid.Forecast with { Transform = TargetTransform.Log } }, "transform Log is given for the task Encode, which forecasts nothing" },
        {
            Valid with { Task = RecurrentTask.Classify, Classes = 2, Forecast = Valid.Forecast with { TargetFeatures = [0], ResidualBaseline = ResidualBaseline.LastValue } },
            "a list of target features is given for the task Classify, which forecasts nothing; base Last is given for the task Classify, which forecasts nothing"
        },
        { Valid with { Forecast = Valid.Forecast with { Quantiles = [0.1, 0.9] } }, "quantiles are 0.1, 0.9, expected 0.5 among them: it is the forecast" },
        { Valid with { Forecast = Valid.Forecast with { Quantiles = [0.5, 0.1] } }, "quantiles are 0.5, 0.1, expected above 0 and below 1, ascending" },
        { Valid with { Forecast = Valid.Forecast with { Quantiles = [0, 0.5] } }, "quantiles are 0, 0.5, expected above 0 and below 1, ascending" },
        { Valid with { Forecast = Valid.Forecast with { Quantiles = [0.5, double.NaN] } }, "quantiles are 0.5, NaN, expected above 0 and below 1, ascending" },
        { Valid with { Forecast = Valid.Forecast with { Quantiles = [0.1, 0.5, 0.9], Horizon = 30_000 } }, "horizon * targets * quantiles is 90000, expected at most 65536" },
        { Valid with { Forecast = Valid.Forecast with { Quantiles = [0.5] }, Task = RecurrentTask.Encode }, "a list of quantiles is given for the task Encode, which forecasts nothing" },
        { Valid with { EnsembleSize = 0 }, "ensemble is 0, expected 1 to 64" },
        {
            Valid with { EnsembleSize = 2, Task = RecurrentTask.Encode },
            "ensemble is 2, expected 1 for the task Encode: hidden states of different networks have nothing in common"
        },
        { Valid with { Forecast = Valid.Forecast with { FutureCovariates = 1 } }, "input size is 2, expected 4" },
        { Valid with { Forecast = Valid.Forecast with { FutureCovariates = -1 } }, "known is -1, expected 1 to 65536" },
        {
            Valid with { Forecast = Valid.Forecast with { FutureCovariates = 1 }, Pooling = SequencePooling.Mean, Layers = [Valid.Layers[0] with { InputSize = 4 }] },
            "reading is Mean, expected Last beside covariates known ahead: every step of the horizon is read"
        },
        {
            Valid with { Forecast = Valid.Forecast with { SeasonalCovariates = [0], TargetFeatures = [0], ResidualBaseline = ResidualBaseline.LastValue } },
            "base is Last with season 0, expected Seasonal or Drift with season 0 for a season that is known ahead; "
            + "seasonal covariate 0 is not one of the 0 covariates known ahead, which are counted from 0"
        },
        {
            Valid with { Forecast = Valid.Forecast with { FutureCovariates = 2, SeasonalCovariates = [0, 1], TargetFeatures = [0], ResidualBaseline = ResidualBaseline.SeasonalDrift }, Layers = [Valid.Layers[0] with { InputSize = 5 }] },
            "there are 2 seasonal covariates, expected one for each of 1 targets"
        },
        { Valid with { Forecast = Valid.Forecast with { FutureCovariates = 1 }, Task = RecurrentTask.Encode, Layers = [Valid.Layers[0] with { InputSize = 4 }] }, "a number of covariates known ahead is given for the task Encode, which forecasts nothing" },
        { Valid with { Regularization = Valid.Regularization with { RecurrentDropout = -0.1 } }, "recurrent dropout is -0.1, expected 0 to less than 1" },
        { Valid with { Forecast = Valid.Forecast with { Horizon = 0 } }, "horizon is 0, expected 1 to 65536" },
        { Valid with { Forecast = Valid.Forecast with { Targets = -1 } }, "targets is -1, expected 1 to 65536" },
        { Valid with { Forecast = Valid.Forecast with { Horizon = 1000, Targets = 1000 } }, "horizon * targets is 1000000, expected at most 65536" },
        { Valid with { Pooling = SequencePooling.None, Forecast = Valid.Forecast with { Horizon = 2 } }, "horizon is 2, expected 1 for a forecast at every step" },
        { Valid with { Task = RecurrentTask.Classify, Classes = 1 }, "classes is 1, expected 2 to 16777216" },
        { Valid with { Task = RecurrentTask.Classify, Classes = 2, Pooling = SequencePooling.None }, "a network that gives a class for every step has the task Tag" },
        { Valid with { Task = RecurrentTask.Tag, Classes = 2 }, "reading is Last, expected Every for a class at every step" },
        { Valid with { Task = (RecurrentTask)7 }, "task 7, reading Last or normalization None is not known" },
        {
            Valid with { Features = 2, Embedding = new EmbeddingDescription(0, 0), Normalization = InputNormalization.Standard },
            "features is 2, expected 1 beside an embedding; normalization does not apply to the tokens of an embedding; "
            + "embedding vocabulary is 0, expected 1 to 16777216; embedding size is 0, expected 1 to 65536; input size is 2, expected 0"
        },
        {
            Valid with { Features = -1, Regularization = Valid.Regularization with { Dropout = -1 }, Forecast = Valid.Forecast with { Horizon = 0, Targets = 0 }, Layers = [Valid.Layers[0] with { HiddenSize = -4 }] },
            "features is -1, expected 1 to 65536; dropout is -1, expected 0 to less than 1; hidden size is -4, expected 1 to 65536; "
            + "input size is 2, expected -1; horizon is 0, expected 1 to 65536; targets is 0, expected 1 to 65536"
        },
    };

    [Theory, MemberData(nameof(Faulty))]
    public void Validate_FaultyDescription_ListsEveryFault(NetworkDescription description, string faults)
    {
        var exception = Assert.Throws<ArgumentException>(description.Validate);

        Assert.Equal($"The network cannot be built: {faults}.", exception.Message);
    }

    [Fact]
    public void ToString_WithoutLayers_IsATextToo() => Assert.Contains("Width = 0", (Valid with { Layers = [] }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Create_EveryCell_StacksLayersThatFit()
    {
        foreach (var cell in RecurrentCell.All)
        {
            var description = NetworkDescription.CreateForecaster(cell, featureCount: 3, hiddenSize: 5, layerCount: 3, bidirectional: true);

            Assert.Equal([3, 10, 10], description.Layers.Select(layer => layer.InputSize));
            Assert.Equal(10, description.HeadInputSize);
            Assert.Equal(1, description.Outputs);
        }
    }

    [Theory]
    [InlineData(0, 5, 1, "features is 0, expected 1 to 65536")]
    [InlineData(1, 0, 1, "hidden size is 0, expected 1 to 65536")]
    [InlineData(1, 5, 0, "layers is 0, expected 1 to 256")]
    public void Create_SizeBelowOne_SaysWhichAndWhatIsExpected(int features, int hidden, int layers, string fault)
    {
        var exception = Assert.Throws<ArgumentException>(() => NetworkDescription.CreateForecaster(RecurrentCell.Rnn, features, hidden, layers));

        Assert.Equal($"The network cannot be built: {fault}.", exception.Message);
    }

    // PyTorch counts two bias vectors: blocks * hidden * (input + hidden + 2), and hidden + 1 for each output.
    [Theory]
    [InlineData("rnn", (50 * (1 + 50 + 2)) + 51)]
    [InlineData("lstm", (200 * (1 + 50 + 2)) + 51)]
    [InlineData("gru", (150 * (1 + 50 + 2)) + 51)]
    public void Parameters_SineNetwork_AreCountedAsInPyTorch(string cell, int expected) =>
        Assert.Equal(expected, NetworkDescription.CreateForecaster(RecurrentCell.Parse(cell), featureCount: 1, hiddenSize: 50).ParameterCount);

    [Theory]
    [InlineData("rnn", 0, 1)]
    [InlineData("rnn-relu", 0, 1)]
    [InlineData("lstm", 3, 2)]
    [InlineData("gru", 2, 1)]
    [InlineData("GRU-Reset-Before", 2, 1)]
    public void Parse_NameOfACell_GivesItsGatesAndStates(string name, int gates, int states)
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
