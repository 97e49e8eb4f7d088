using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The modules LSTM, GRU and RNN of TorchSharp, alone and inside of other modules.</summary>
public sealed class TorchSharpModuleTests
{
    private const int Features = 3;
    private const int Hidden = 4;

    public static TheoryData<string, int, bool, bool, bool> Modules =>
    [
        .. from cell in new[] { "lstm", "gru", "rnn", "rnn-relu" }
           from layers in new[] { 1, 2 }
           from bidirectional in new[] { false, true }
           from batchFirst in new[] { false, true }
           select (cell, layers, bidirectional, batchFirst, layers == 1 || cell != "gru"),
    ];

    [Theory, MemberData(nameof(Modules))]
    public void Export_RecurrentModule_OutputsTheHiddenStateAtEveryStep(string cell, int layers, bool bidirectional, bool batchFirst, bool bias)
    {
        using var module = Create(cell, layers, bidirectional, batchFirst, bias);

        var file = OnnxExporter.Export(module, batchFirst ? [2, 5, Features] : [5, 2, Features]);

        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var session = new PlainSession(file.Bytes);
        var input = TestNetworks.Input(batch: 3, time: 8, Features, seed: 1);
        var (shape, values) = session.Run([("input", input)])["output"];
        OnnxAssert.Same(Run(module, input), tensor(values, shape), "output");
        Assert.Contains(cell[..3], string.Join(' ', Operators(file)), StringComparison.OrdinalIgnoreCase);
    }

    [Theory, MemberData(nameof(Modules))]
    public void FromTorchSharp_SequentialOfTheLayers_ComputesTheSame(string cell, int layers, bool bidirectional, bool batchFirst, bool bias)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var module = Create(cell, layers, bidirectional, batchFirst, bias);

        var copies = RecurrentLayer.FromTorchSharp(module);
        using var sequential = nn.Sequential([.. copies]);

        Assert.Equal(layers, copies.Count);
        Assert.All(copies, layer => Assert.Equal((cell, bias), (layer.Description.Cell.Name, layer.Description.HasBias)));
        var input = TestNetworks.Input(batch: 3, time: 8, Features, seed: 1);
        var expected = batchFirst ? Run(module, input) : Run(module, input.transpose(0, 1)).transpose(0, 1);
        OnnxAssert.Same(expected, sequential.call(input), "output");
        var file = OnnxExporter.Export(sequential, [2, 5, Features]);
        ModuleAssert.SameOutputs(sequential, file.Bytes, input);
        // Copies: training them leaves the module unchanged.
        copies[0].Directions[0].InputWeight.zero_();
        Assert.NotEqual(0, module.parameters().First().abs().max().item<float>());
    }

    [Fact]
    public void Export_ModuleThatHoldsAnLstmAndWritesItsNodes_MatchesIt()
    {
        using var module = new Forecaster();

        ModuleAssert.SameOutputs(module, OnnxExporter.Export(module, [2, 5, Features]).Bytes, TestNetworks.Input(3, 8, Features, seed: 1));
    }

    [Fact]
    public void Export_ModuleWithAForwardOfItsOwn_SaysHowToCarryTheWeightsOver()
    {
        using var module = new Silent();

        var error = Assert.Throws<ExportException>(() => OnnxExporter.Export(module, [2, 5, Features]));

        Assert.StartsWith(
            "The module cannot be exported: Silent has its own forward method and does not implement IOnnxModule. Write its nodes with "
                + "OnnxNodeBuilder.AddModule(_lstm, input), or put RecurrentLayer.FromTorchSharp(_lstm), which copies the weights of the LSTM, into "
                + "a Sequential with the other modules. Supported modules: ",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Export_AnotherModule_Throws()
    {
        using var cell = nn.LSTMCell(Features, Hidden);

        Assert.Equal(
            "Expected an LSTM, GRU or RNN of TorchSharp, or a module that takes a tensor and returns a tensor; got LSTMCell. (Parameter 'module')",
            Assert.Throws<ArgumentException>(() => OnnxExporter.Export(cell, [2, 5, Features])).Message);
        Assert.Equal(
            "Expected an LSTM, GRU or RNN of TorchSharp, got LSTMCell. (Parameter 'module')",
            Assert.Throws<ArgumentException>(() => RecurrentLayer.FromTorchSharp(cell)).Message);
    }

    [Fact]
    public void Export_DroppingLstm_IsExportedWithoutDropoutInItsOwnMode()
    {
        using var module = nn.LSTM(Features, Hidden, numLayers: 2, batchFirst: true, dropout: 0.5);
        module.train();

        OnnxExporter.Export(module, [2, 5, Features]);

        Assert.True(module.training);
    }

    [Fact]
    public void Export_RecurrentLayerWithLinearLayersAndConvolutions_MatchesIt()
    {
        using var layer = new RecurrentLayer(new LayerDescription
        {
            Cell = RecurrentCell.Gru,
            InputSize = 5,
            HiddenSize = Hidden,
            InputLayers =
            [
                new() { InputSize = Features, OutputSize = 6, KernelSize = 3, PaddingBefore = 1, Activation = ActivationFunction.Gelu },
                new() { InputSize = 6, OutputSize = 5, Activation = ActivationFunction.Elu(0.5f) },
            ],
        });
        using var module = nn.Sequential(layer, new LastStep(), nn.Linear(Hidden, 3), new FusedLinear(3, 2));

        ModuleAssert.SameOutputs(module, OnnxExporter.Export(module, [2, 5, Features]).Bytes, TestNetworks.Input(3, 8, Features, seed: 1));
    }

    private static nn.Module Create(string cell, int layers, bool bidirectional, bool batchFirst, bool bias) => cell switch
    {
        "lstm" => nn.LSTM(Features, Hidden, layers, bias, batchFirst, bidirectional: bidirectional),
        "gru" => nn.GRU(Features, Hidden, layers, bias, batchFirst, bidirectional: bidirectional),
        _ => nn.RNN(
            Features,
            Hidden,
            layers,
            cell == "rnn" ? nn.NonLinearities.Tanh : nn.NonLinearities.ReLU,
            bias,
            batchFirst,
            bidirectional: bidirectional),
    };

    private static Tensor Run(nn.Module module, Tensor input) => module is LSTM lstm
        ? lstm.call(input).Item1
        : ((nn.Module<Tensor, Tensor?, (Tensor, Tensor)>)module).call(input, null).Item1;

    private static IEnumerable<string> Operators(ExportedModel file) =>
        Onnx.OnnxFile.Parse(file.Bytes.Span, "test").Graph.Node.Select(node => node.OpType);

    private sealed class Forecaster : nn.Module<Tensor, Tensor>, IOnnxModule
    {
        private readonly LSTM _lstm = nn.LSTM(Features, Hidden, numLayers: 2, batchFirst: true);
        private readonly Linear _head = nn.Linear(Hidden, 1);

        public Forecaster()
            : base(nameof(Forecaster)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _head.call(_lstm.call(input).Item2[-1]);

        public string WriteOnnx(OnnxNodeBuilder nodes, string input) =>
            nodes.AddModule(_head, nodes.AddModule(new LastStep(), nodes.AddModule(_lstm, input)));
    }

    private sealed class Silent : nn.Module<Tensor, Tensor>
    {
        private readonly LSTM _lstm = nn.LSTM(Features, Hidden, batchFirst: true);

        public Silent()
            : base(nameof(Silent)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _lstm.call(input).Item1;
    }
}
