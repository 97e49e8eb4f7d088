using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>The JSON of linear layers, variants of cells, heads and bounds, which earlier versions of the card do not have.</summary>
public sealed class LayerPartJsonTests
{
    private const string Text =
        """
        {"version":1,"network":{"task":"Forecast","features":2,"normalization":"None",
        "layers":[{"cell":"lstm","inputSize":4,"hiddenSize":3,"direction":"Forward","bias":true,
        "inputLayers":[{"inputSize":2,"outputSize":5,"activation":{"function":"LeakyRelu","alpha":0.01},"kernelSize":3,"paddingBefore":2},
        {"inputSize":5,"outputSize":4}],
        "variant":{"gate":{"function":"HardSigmoid","alpha":0.2,"beta":0.5},"clip":3.5,"coupledForgetGate":true,"peepholes":true}}],
        "dropout":0,"read":"LastSteps","horizon":1,"targets":1,"classes":0,
        "layerNormalizationEpsilon":0.001,"learnedInitialState":true,"pooledSteps":4,"headNormalization":true,
        "headLayers":[{"inputSize":12,"outputSize":7,"activation":{"function":"GeluTanh"}}],
        "outputActivation":{"function":"Sigmoid"},"minimum":-1,"maximum":2.5},
        "featureNames":[],"targetNames":[],"labels":[],"scores":{}}
        """;

    private static readonly ModelCard Card = new()
    {
        Network = new NetworkDescription
        {
            Features = 2,
            Layers =
            [
                new()
                {
                    Cell = RecurrentCell.Lstm,
                    InputSize = 4,
                    HiddenSize = 3,
                    InputLayers =
                    [
                        new() { InputSize = 2, OutputSize = 5, Activation = ActivationFunction.LeakyRelu(), KernelSize = 3, PaddingBefore = 2 },
                        new() { InputSize = 5, OutputSize = 4 },
                    ],
                    Variant = new CellVariant
                    {
                        Gate = ActivationFunction.HardSigmoid(),
                        Clip = 3.5f,
                        CouplesForgetGate = true,
                        HasPeepholes = true,
                    },
                },
            ],
            LayerNormalizationEpsilon = 1e-3,
            HasLearnedInitialState = true,
            Pooling = SequencePooling.LastSteps,
            PooledSteps = 4,
            HasHeadNormalization = true,
            HeadLayers = [new() { InputSize = 12, OutputSize = 7, Activation = ActivationFunction.GeluTanh }],
            OutputActivation = ActivationFunction.Sigmoid,
            Forecast = new ForecastDescription { Minimum = -1, Maximum = 2.5 },
        },
    };

    private static string Json => Text.ReplaceLineEndings("");

    [Fact]
    public void ToJson_EveryPart_IsStated()
    {
        Assert.Equal(Json, Card.ToJson());
        Assert.Equivalent(Card, ModelCard.FromJson(Json), strict: true);
    }

    [Fact]
    public void FromJson_EmptyVariant_IsTheStandardCell()
    {
        var json = Json.Replace("\"gate\":{\"function\":\"HardSigmoid\",\"alpha\":0.2,\"beta\":0.5},\"clip\":3.5,"
            + "\"coupledForgetGate\":true,\"peepholes\":true", "", StringComparison.Ordinal);

        Assert.Equal(new CellVariant(), ModelCard.FromJson(json).Network.Layers[0].Variant);
    }

    [Theory]
    [InlineData("\"kernelSize\":3", "\"kernelSize\":0", "kernel size of input layer 1 is 0, expected 1 to 1024")]
    [InlineData("\"kernelSize\":3", "\"kernelSize\":2000000000", "kernel size of input layer 1 is 2000000000, expected 1 to 1024")]
    [InlineData("\"paddingBefore\":2", "\"paddingBefore\":-1", "padding of input layer 1 is -1, expected 0 to 2")]
    [InlineData("\"paddingBefore\":2", "\"paddingAfter\":3", "padding of input layer 1 is 3, expected 0 to 2")]
    [InlineData("\"outputSize\":5", "\"outputSize\":0", "output size of input layer 1 is 0, expected 1 to 65536")]
    [InlineData("\"inputSize\":5", "\"inputSize\":6", "input size of input layer 2 is 6, expected 5")]
    [InlineData("\"inputLayers\":[", "\"inputLayers\":[null,", "input layer 1 or its activation is missing")]
    [InlineData("\"inputLayers\":[", "\"inputLayers\":null,\"more\":[", "The property or field 'inputLayers'")]
    [InlineData("\"headLayers\":[", "\"headLayers\":[null,", "head layer 1 or its activation is missing")]
    [InlineData("\"headLayers\":[{", "\"headLayers\":[{\"kernelSize\":2,", "kernel size of head layer 1 is 2, expected 1 to 1")]
    [InlineData("\"alpha\":0.01", "\"alpha\":1e99", "activation of input layer 1 is leaky-relu Infinity, expected finite parameters")]
    [InlineData("\"alpha\":0.2", "\"alpha\":\"NaN\"", "an activation is hard-sigmoid NaN 0.5, expected finite parameters")]
    [InlineData("{\"function\":\"Sigmoid\"}", "{\"function\":\"Elu\",\"alpha\":\"-Infinity\"}",
        "output activation is elu -Infinity, expected finite parameters")]
    [InlineData("{\"function\":\"Sigmoid\"}", "{\"function\":99}", "There is no such activation function")]
    [InlineData("{\"function\":\"Sigmoid\"}", "{\"function\":\"Swish\"}", "The JSON value could not be converted to MlNetRecurrent.ActivationKind")]
    [InlineData("{\"function\":\"Sigmoid\"}", "{}", "was missing required properties including: 'function'")]
    [InlineData("\"clip\":3.5", "\"clip\":0", "clip is 0, expected a positive number")]
    [InlineData("\"clip\":3.5", "\"clip\":1e39", "clip is Infinity, expected a positive number")]
    [InlineData("\"cell\":\"lstm\"", "\"cell\":\"gru\"", "the cell is gru, expected lstm with a coupled forget gate or peepholes")]
    [InlineData("\"pooledSteps\":4", "\"pooledSteps\":0", "pooled steps is 0, expected 1 to 65536")]
    [InlineData("\"pooledSteps\":4", "\"pooledSteps\":2147483647", "pooled steps is 2147483647, expected 1 to 65536")]
    [InlineData("\"pooledSteps\":4", "\"pooledSteps\":65536,\"layers\":[{\"cell\":\"gru\",\"inputSize\":2,\"hiddenSize\":32768}]",
        "pooled steps * the output size of the last layer is 2147483648, expected at most 16777216")]
    [InlineData("\"layerNormalizationEpsilon\":0.001", "\"layerNormalizationEpsilon\":-1",
        "layer normalization epsilon is -1, expected a positive number")]
    [InlineData("\"minimum\":-1", "\"minimum\":3", "the bounds are 3 to 2.5, expected finite numbers in ascending order")]
    [InlineData("\"maximum\":2.5", "\"maximum\":\"Infinity\"", "the bounds are -1 to Infinity, expected finite numbers in ascending order")]
    [InlineData("\"pooledSteps\":4", "\"pooledSteps\":4,\"reversesOutput\":true",
        "pooling is LastSteps, expected None with outputs in reverse order")]
    [InlineData("\"pooledSteps\":4", "\"pooledSteps\":4,\"logProbabilities\":true",
        "task is Forecast, expected Classify or Tag with log-probabilities")]
    public void FromJson_InvalidPart_StatesWhatIsExpected(string part, string other, string error)
    {
        Assert.Contains(part, Json, StringComparison.Ordinal);

        var exception = Assert.Throws<RecurrentModelException>(() => ModelCard.FromJson(Json.Replace(part, other, StringComparison.Ordinal)));

        Assert.Contains(error, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_ManyLayers_IsRefused()
    {
        var layers = string.Concat(Enumerable.Repeat("{\"inputSize\":2,\"outputSize\":2},", 65));

        var exception = Assert.Throws<RecurrentModelException>(
            () => ModelCard.FromJson(Json.Replace("\"inputLayers\":[", $"\"inputLayers\":[{layers}", StringComparison.Ordinal)));

        Assert.Contains("there are 67 input layers, expected at most 64", exception.Message, StringComparison.Ordinal);
    }
}
