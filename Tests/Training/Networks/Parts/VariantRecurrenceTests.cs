using MlNetRecurrent.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Variants of cells match ONNX Runtime's operators and, with the standard activations, LibTorch's cells.</summary>
public sealed class VariantRecurrenceTests
{
    private const int InputSize = 3;
    private const int Hidden = 4;

    public static TheoryData<string, string> Layers =>
    [
        .. from cell in new[] { "rnn", "lstm", "gru", "gru-reset-before" }
           from direction in new[] { "forward", "reverse", "bidirectional" }
           select (cell, direction),
    ];

    [Theory, MemberData(nameof(Layers))]
    public void Run_StandardActivations_MatchesTheStandardCell(string cell, string direction)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var description = Describe(cell, direction);
        using var standard = new RecurrentLayer(description);
        using var variant = new RecurrentLayer(description with { Variant = new CellVariant() });
        WeightLayout.Write(variant, WeightLayout.Read(standard));
        var input = TestNetworks.Input(batch: 5, time: 7, InputSize, seed: 1);
        var initial = TestNetworks.States([description], batch: 5, seed: 1)[0];

        var (expected, actual) = (standard.Run(input, initial), variant.Run(input, initial));

        OnnxAssert.Same(expected.Output, actual.Output, "output");
        OnnxAssert.Same(expected.Final.HiddenState, actual.Final.HiddenState, "hidden state");
        if (expected.Final.CellState is { } state)
            OnnxAssert.Same(state, actual.Final.CellState!, "cell state");
    }

    [Theory, MemberData(nameof(Layers))]
    public void Run_Relu_MatchesOnnxRuntime(string cell, string direction) => AssertMatches(cell, direction, new CellVariant
    {
        Candidate = ActivationFunction.Relu,
        Output = ActivationFunction.Relu,
    });

    [Theory, MemberData(nameof(Layers))]
    public void Run_HardSigmoidAndSoftsign_MatchesOnnxRuntime(string cell, string direction) => AssertMatches(cell, direction, new CellVariant
    {
        Gate = ActivationFunction.HardSigmoid(0.3f, 0.4f),
        Candidate = ActivationFunction.Softsign,
        Output = ActivationFunction.LeakyRelu(0.2f),
    });

    [Theory, MemberData(nameof(Layers))]
    public void Run_EluAndSoftplus_MatchesOnnxRuntime(string cell, string direction) => AssertMatches(cell, direction, new CellVariant
    {
        Candidate = ActivationFunction.Elu(0.7f),
        Output = ActivationFunction.Softplus,
    });

    [Theory, MemberData(nameof(Layers))]
    public void Run_Clip_MatchesOnnxRuntime(string cell, string direction) =>
        AssertMatches(cell, direction, new CellVariant { Clip = 0.3f });

    [Theory]
    [InlineData(true, false, null)]
    [InlineData(false, true, null)]
    [InlineData(true, true, null)]
    [InlineData(true, true, 0.3f)]
    public void Run_CoupledForgetGateAndPeepholes_MatchesOnnxRuntime(bool couples, bool peepholes, float? clip) => AssertMatches(
        "lstm", "bidirectional", new CellVariant { CouplesForgetGate = couples, HasPeepholes = peepholes, Clip = clip });

    private static LayerDescription Describe(string cell, string direction) => new()
    {
        Cell = RecurrentCell.Parse(cell),
        InputSize = InputSize,
        HiddenSize = Hidden,
        Direction = Enum.Parse<SequenceDirection>(direction, ignoreCase: true),
    };

    private static void AssertMatches(string cell, string direction, CellVariant variant)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var description = Describe(cell, direction) with { Variant = variant };
        using var layer = new RecurrentLayer(description);
        TestNetworks.Randomize(layer, seed: 1);
        using var session = new PlainSession(Write(description, direction, WeightLayout.Read(layer)));
        var input = TestNetworks.Input(batch: 5, time: 7, InputSize, seed: 1);
        var initial = TestNetworks.States([description], batch: 5, seed: 1)[0];

        var (output, final) = layer.Run(input, initial);
        (string, Tensor)[] cellState = initial.CellState is { } state ? [("c0", state)] : [];
        var expected = session.Run([("x", input.transpose(0, 1)), ("h0", initial.HiddenState), .. cellState]);

        // ONNX: [time, directions, batch, hidden].
        var (shape, values) = expected["y"];
        OnnxAssert.Same(tensor(values, shape).permute(2, 0, 1, 3).flatten(2), output, "output");
        OnnxAssert.Same(tensor(expected["hn"].Values, expected["hn"].Shape), final.HiddenState, "hidden state");
        if (final.CellState is not null)
            OnnxAssert.Same(tensor(expected["cn"].Values, expected["cn"].Shape), final.CellState, "cell state");
    }

    private static byte[] Write(LayerDescription layer, string direction, LayerWeights weights)
    {
        var graph = new OnnxGraph("cell");
        var (directions, rows) = (layer.DirectionCount, layer.Cell.Blocks.Count * Hidden);
        foreach (var name in new[] { "x", "h0", "c0" }.Take(1 + layer.Cell.StateCount))
            graph.AddInput(name, TensorProto.Types.DataType.Float, "a", "b", "c");
        var hasCell = layer.Cell.HasCellState;
        ActivationFunction[] functions = layer.Cell.Blocks.Count == 1 ? [layer.Variant!.Candidate]
            : hasCell ? [layer.Variant!.Gate, layer.Variant.Candidate, layer.Variant.Output]
            : [layer.Variant!.Gate, layer.Variant.Candidate];
        functions = [.. Enumerable.Repeat(functions, directions).SelectMany(one => one)];
        List<AttributeProto> attributes =
        [
            OnnxGraph.CreateAttribute("hidden_size", Hidden),
            OnnxGraph.CreateAttribute("direction", direction),
            OnnxGraph.CreateAttribute("activations", functions.Select(function => function.Kind.ToString())),
            OnnxGraph.CreateAttribute("activation_alpha", [.. functions.Where(HasAlpha).Select(function => function.Alpha)]),
            OnnxGraph.CreateAttribute("activation_beta", [.. functions.Where(HasBeta).Select(function => function.Beta)]),
        ];
        if (layer.Variant.Clip is { } clip)
            attributes.Add(OnnxGraph.CreateAttribute("clip", clip));
        if (layer.Variant.CouplesForgetGate)
            attributes.Add(OnnxGraph.CreateAttribute("input_forget", 1));
        if (layer.Cell.LinearBeforeReset)
            attributes.Add(OnnxGraph.CreateAttribute("linear_before_reset", 1));
        graph.AddNodes(
            layer.Cell.OnnxOperator,
            [
                "x",
                graph.AddConstant("W", weights.Input.AsSpan(), directions, rows, InputSize),
                graph.AddConstant("R", weights.Recurrent.AsSpan(), directions, rows, Hidden),
                graph.AddConstant("B", weights.Bias!.AsSpan(), directions, 2 * rows),
                "",
                "h0",
                .. hasCell ? ["c0"] : Array.Empty<string>(),
                .. weights.Peepholes is { } peepholes ? [graph.AddConstant("P", peepholes.AsSpan(), directions, 3 * Hidden)] : Array.Empty<string>(),
            ],
            hasCell ? ["y", "hn", "cn"] : ["y", "hn"],
            [.. attributes]);
        foreach (var name in hasCell ? ["y", "hn", "cn"] : new[] { "y", "hn" })
            graph.AddOutput(name, TensorProto.Types.DataType.Float, name == "y" ? ["t", "d", "b", "h"] : ["d", "b", "h"]);
        return Google.Protobuf.MessageExtensions.ToByteArray(TestGraphs.Model(graph.Graph, opset: 17));
    }

    private static bool HasAlpha(ActivationFunction function) =>
        function.Kind is ActivationKind.HardSigmoid or ActivationKind.LeakyRelu or ActivationKind.Elu;

    private static bool HasBeta(ActivationFunction function) => function.Kind is ActivationKind.HardSigmoid;
}
