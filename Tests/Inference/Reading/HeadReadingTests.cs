using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Tests.LayerGraphs;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Heads of several linear layers, their activations, and what follows the outputs.</summary>
public sealed class HeadReadingTests
{
    public static TheoryData<string, string> Activations => new()
    {
        { "Relu", "relu" },
        { "Tanh", "tanh" },
        { "Sigmoid", "sigmoid" },
        { "Softplus", "softplus" },
        { "Softsign", "softsign" },
        { "HardSigmoid", "hard-sigmoid 0.2 0.5" },
        { "LeakyRelu", "leaky-relu 0.01" },
        { "Elu", "elu 1" },
        { "Gelu", "gelu" },
        { "Selu", "elu 1.6732632" },
        { "Celu", "elu 1" },
        { "erf", "gelu" },
        { "erf, scaled input", "gelu" },
        { "gelu tanh", "gelu-tanh" },
        { "gelu tanh, factored", "gelu-tanh" },
        { "relu6", "hard-sigmoid 0.16666667 0" },
        { "hard sigmoid of PyTorch", "hard-sigmoid 0.16666667 0" },
        { "softplus of exp and log", "softplus" },
        { "softsign of abs", "softsign" },
        { "maximum of x and 0.2 x", "leaky-relu 0.2" },
        { "prelu", "leaky-relu 0.25" },
        { "clip below", "relu" },
        { "clip above", "relu" },
    };

    [Theory, MemberData(nameof(Activations))]
    public void Read_ActivationOfAHeadLayer_IsTheSame(string activation, string expected)
    {
        var graph = WithInput(activation == "Gelu" ? 20 : 17);
        var hidden = Activate(graph, graph.Linear(graph.Last(graph.States()), Hidden, 7), activation);
        graph.Finish(graph.Linear(graph.Dropout(hidden), 7, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((1, 7, expected), (network.HeadLayers.Count, network.HeadLayers[0].OutputSize, $"{network.HeadLayers[0].Activation}"));
    }

    [Theory, MemberData(nameof(Activations))]
    public void Read_ActivationBetweenRecurrentLayers_IsTheSame(string activation, string expected)
    {
        var graph = WithInput(activation == "Gelu" ? 20 : 17);
        var between = Activate(graph, graph.Linear(graph.States(), Hidden, 4), activation);
        graph.Finish(graph.Linear(graph.States(between, 4), Hidden, 1));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((1, expected), (network.Layers[1].InputLayers.Count, $"{network.Layers[1].InputLayers[0].Activation}"));
        Assert.Empty(network.HeadLayers);
    }

    [Theory]
    [InlineData("silu", "SiLU (Swish)")]
    [InlineData("quick gelu", "the quick approximation of GELU")]
    [InlineData("mish", "Mish")]
    public void Read_KnownOtherActivation_IsRefusedByName(string activation, string name)
    {
        var graph = WithInput();
        graph.Finish(graph.Linear(Activate(graph, graph.Linear(graph.Last(graph.States()), Hidden, 7), activation), 7, 2));
        var node = activation == "quick gelu" ? "Mul_2" : "Mul_1";
        ReadGraphs.AssertRefused($"Mul node '{node}': computes {name}, which is not a supported activation.", graph);
    }

    [Fact]
    public void Read_UnknownFunction_IsRefused()
    {
        var graph = WithInput();
        graph.Finish(graph.Node("Exp", [graph.Linear(graph.Last(graph.States()), Hidden, 2)]));
        ReadGraphs.AssertRefused("Exp node 'Exp_1': computes a function that is not a supported activation.", graph);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Read_Gemm_WithTransposeAndFactors(bool transposed, bool factors)
    {
        var graph = WithInput();
        var weight = transposed ? graph.Random(4, Hidden) : graph.Random(Hidden, 4);
        List<AttributeProto> attributes = [OnnxGraph.CreateAttribute("transB", transposed ? 1 : 0)];
        if (factors)
            attributes.AddRange(OnnxGraph.CreateAttribute("alpha", 0.5f), OnnxGraph.CreateAttribute("beta", 2f));
        var hidden = graph.Node("Tanh", [graph.Node("Gemm", [graph.Last(graph.States()), weight, graph.Random(4)], [.. attributes])]);
        graph.Finish(graph.Node("Gemm", [hidden, graph.Random(4, 3)]));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((4, 3), (network.HeadLayers[0].OutputSize, network.Forecast.Targets));
    }

    [Fact]
    public void Read_ActivationOfTheStates_IsALayer()
    {
        var graph = WithInput();
        graph.Finish(graph.Linear(graph.Node("Relu", [graph.Last(graph.States())]), Hidden, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((Hidden, "relu"), (network.HeadLayers[0].OutputSize, $"{network.HeadLayers[0].Activation}"));
    }

    [Fact]
    public void Read_TimeDistributedByReshape_IsPerStep()
    {
        var graph = WithInput(13);
        var flat = graph.Reshape(graph.States(), -1, Hidden);
        var hidden = graph.Node("Relu", [graph.Linear(flat, Hidden, 4)]);
        var shape = graph.Concat(0, graph.Integers(-1), graph.Size("x", 1), graph.Integers(2));
        graph.Finish(graph.Node("Reshape", [graph.Linear(hidden, 4, 2), shape]));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((SequencePooling.None, 1, 2), (network.Pooling, network.HeadLayers.Count, network.Forecast.Targets));
    }

    [Theory]
    [InlineData("Sigmoid", "sigmoid")]
    [InlineData("Relu", "relu")]
    [InlineData("Tanh", "tanh")]
    [InlineData("Softplus", "softplus")]
    public void Read_ActivationOfTheOutputs_IsTheOutputActivation(string operation, string expected)
    {
        var graph = WithInput();
        graph.Finish(graph.Node(operation, [graph.Linear(graph.Last(graph.States()), Hidden, 2)]));
        Assert.Equal(expected, $"{ReadGraphs.AssertRead(graph).OutputActivation}");
    }

    [Fact]
    public void Read_DenormalizedActivation_KeepsBoth()
    {
        var graph = WithInput();
        var output = graph.Node("Sigmoid", [graph.Linear(graph.Last(graph.States()), Hidden, 2)]);
        graph.Finish(graph.Node("Add", [graph.Node("Mul", [output, graph.Floats(3, 5)]), graph.Floats(-1, 2)]));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal(("sigmoid", InputNormalization.Standard, 0), ($"{network.OutputActivation}", network.Normalization, network.HeadLayers.Count));
    }

    [Fact]
    public void Read_NegativeScaleOfAnActivation_BecomesAnOutputLayer()
    {
        var graph = WithInput();
        var output = graph.Node("Sigmoid", [graph.Linear(graph.Last(graph.States()), Hidden, 2)]);
        graph.Finish(graph.Node("Sub", [graph.Float(1), output]));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal("sigmoid", $"{Assert.Single(network.HeadLayers).Activation}");
    }

    [Theory]
    [InlineData("Clip", 11, -0.5, 0.25)]
    [InlineData("Clip", 9, -0.5, 0.25)]
    [InlineData("Max", 17, 0.0, null)]
    [InlineData("Min", 17, null, 0.125)]
    [InlineData("both", 17, -0.25, 0.125)]
    public void Read_Bounds_AreThoseOfTheForecast(string operation, long opset, double? minimum, double? maximum)
    {
        var graph = WithInput(opset);
        var output = graph.Linear(graph.Last(graph.States()), Hidden, 2);
        graph.Finish(operation switch
        {
            "Clip" when opset < 11 => graph.Node(
                "Clip", [output], OnnxGraph.CreateAttribute("min", (float)minimum!), OnnxGraph.CreateAttribute("max", (float)maximum!)),
            "Clip" => graph.Node("Clip", [output, graph.Float((float)minimum!), graph.Float((float)maximum!)]),
            "both" => graph.Node("Min", [graph.Float((float)maximum!), graph.Node("Max", [output, graph.Float((float)minimum!)])]),
            _ => graph.Node(operation, [output, graph.Float((float)(minimum ?? maximum)!)]),
        });
        var forecast = ReadGraphs.AssertRead(graph).Forecast;
        Assert.Equal((minimum, maximum), (forecast.Minimum, forecast.Maximum));
    }

    [Fact]
    public void Read_ReluOfDenormalizedOutputs_IsAMinimum()
    {
        var graph = WithInput();
        var output = graph.Linear(graph.Last(graph.States()), Hidden, 2);
        graph.Finish(graph.Node("Relu", [graph.Node("Add", [graph.Node("Mul", [output, graph.Float(7)]), graph.Float(0.5f)])]));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((0.0, "identity"), (network.Forecast.Minimum, $"{network.OutputActivation}"));
    }

    [Fact]
    public void Read_BoundsBeforeDenormalization_AreAnActivation()
    {
        var graph = WithInput();
        var output = graph.Node("Clip", [graph.Linear(graph.Last(graph.States()), Hidden, 2), graph.Float(-0.2f), graph.Float(0.6f)]);
        graph.Finish(graph.Node("Add", [graph.Node("Mul", [output, graph.Float(7)]), graph.Float(0.5f)]));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal(ActivationKind.HardSigmoid, network.OutputActivation.Kind);
    }

    [Theory]
    [InlineData("Softmax", 17, false)]
    [InlineData("LogSoftmax", 17, true)]
    [InlineData("Softmax", 11, false)]
    [InlineData("LogSoftmax", 11, true)]
    [InlineData("log", 17, true)]
    public void Read_Probabilities_AreAClassifier(string operation, long opset, bool isLogarithmic)
    {
        var graph = WithInput(opset);
        var hidden = graph.Node("Relu", [graph.Linear(graph.Last(graph.States()), Hidden, 6)]);
        var scores = graph.Linear(hidden, 6, 4);
        graph.Finish(operation == "log" ? graph.Node("Log", [graph.Node("Softmax", [scores])]) : graph.Node(operation, [scores]));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((RecurrentTask.Classify, 4, isLogarithmic), (network.Task, network.Classes, network.HasLogProbabilities));
    }

    [Fact]
    public void Read_LogProbabilitiesAtEveryStep_AreATagger()
    {
        var graph = WithInput();
        graph.Finish(graph.Node("LogSoftmax", [graph.Linear(graph.States(), Hidden, 4)], OnnxGraph.CreateAttribute("axis", 2)));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((RecurrentTask.Tag, true), (network.Task, network.HasLogProbabilities));
    }

    [Fact]
    public void Read_ProbabilityOfOneOfTwoClasses_IsASigmoid()
    {
        var graph = WithInput();
        var probabilities = graph.Node("Softmax", [graph.Linear(graph.Last(graph.States()), Hidden, 2)]);
        graph.Finish(graph.Slice(probabilities, 1, 1, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal(("sigmoid", 1), ($"{network.OutputActivation}", network.Forecast.Targets));
    }

    [Fact]
    public void Read_SlicedOutputs_AreSelected()
    {
        var graph = WithInput();
        var output = graph.Linear(graph.Last(graph.States()), Hidden, 6);
        graph.Finish(graph.Slice(output, 1, 1, 5));
        Assert.Equal(4, ReadGraphs.AssertRead(graph).Forecast.Targets);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_ConcatenatedLayers_AreOneLayer(bool hasActivation)
    {
        var graph = WithInput();
        var hidden = graph.Node("Tanh", [graph.Linear(graph.Last(graph.States()), Hidden, 4)]);
        string[] heads = [.. new[] { 1, 3, 2 }.Select(outputs => graph.Linear(hidden, 4, outputs))];
        if (hasActivation)
            heads = [.. heads.Select(head => graph.Node("Relu", [head]))];
        graph.Finish(graph.Concat(1, heads));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((6, 1), (network.Forecast.Targets, network.HeadLayers.Count));
    }

    [Fact]
    public void Read_HorizonByReshape_IsFound()
    {
        var graph = WithInput();
        var hidden = graph.Node("Tanh", [graph.Linear(graph.Last(graph.States()), Hidden, 4)]);
        graph.Finish(graph.Reshape(graph.Linear(hidden, 4, 6), -1, 3, 2));
        var forecast = ReadGraphs.AssertRead(graph).Forecast;
        Assert.Equal((3, 2), (forecast.Horizon, forecast.Targets));
    }

    [Fact]
    public void Read_ScalarOutput_IsOneTarget()
    {
        var graph = WithInput();
        graph.Finish(graph.Squeeze(graph.Linear(graph.Last(graph.States()), Hidden, 1), 1));
        Assert.Equal(1, ReadGraphs.AssertRead(graph).Forecast.Targets);
    }

    private static string Activate(OpsetGraph graph, string value, string activation)
    {
        return activation switch
        {
            "erf" => By(Times(value, Plus(graph.Node("Erf", [graph.Node("Div", [value, graph.Float(1.4142135f)])]), 1)), 0.5f),
            "erf, scaled input" => Times(By(value, 0.5f), Plus(graph.Node("Erf", [By(value, 0.70710677f)]), 1)),
            "gelu tanh" => By(Times(Plus(graph.Node("Tanh", [By(Cubic(), 0.7978846f)]), 1), value), 0.5f),
            "gelu tanh, factored" => Times(
                By(value, 0.5f),
                Plus(graph.Node("Tanh", [Times(By(value, 0.7978846f), Plus(By(Times(value, value), 0.044715f), 1))]), 1)),
            "relu6" => graph.Node("Clip", [value, graph.Float(0), graph.Float(6)]),
            "hard sigmoid of PyTorch" => graph.Node("Div", [graph.Node("Clip", [Plus(value, 3), graph.Float(0), graph.Float(6)]), graph.Float(6)]),
            "softplus of exp and log" => graph.Node("Log", [Plus(graph.Node("Exp", [value]), 1)]),
            "softsign of abs" => graph.Node("Div", [value, Plus(graph.Node("Abs", [value]), 1)]),
            "maximum of x and 0.2 x" => graph.Node("Max", [By(value, 0.2f), value]),
            "prelu" => graph.Node("PRelu", [value, graph.Floats(0.25f)]),
            "clip below" => graph.Node("Clip", [value, graph.Float(-0.1f)]),
            "clip above" => graph.Node("Min", [value, graph.Float(0.1f)]),
            "silu" => Times(value, graph.Node("Sigmoid", [value])),
            "quick gelu" => Times(value, graph.Node("Sigmoid", [By(value, 1.702f)])),
            "mish" => Times(value, graph.Node("Tanh", [graph.Node("Softplus", [value])])),
            _ => graph.Node(activation, [value]),
        };

        string Cubic() => graph.Node("Add", [value, By(graph.Node("Pow", [value, graph.Float(3)]), 0.044715f)]);

        string Times(string first, string second) => graph.Node("Mul", [first, second]);

        string By(string input, float factor) => graph.Node("Mul", [input, graph.Float(factor)]);

        string Plus(string input, float added) => graph.Node("Add", [input, graph.Float(added)]);
    }
}
