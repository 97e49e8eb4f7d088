using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetRecurrent.Onnx;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetRecurrent.Training.Tests;

public sealed class ModuleExportTests
{
    private const int Features = 4;

    private static readonly Dictionary<string, Func<nn.Module<Tensor, Tensor>>> Kinds = new()
    {
        ["Linear"] = () => Linear(Features, 3),
        ["Linear without bias"] = () => Linear(Features, 3, hasBias: false),
        ["LayerNorm"] = () => Scaled(LayerNorm(Features)),
        ["LayerNorm without bias"] = () => LayerNorm(Features, bias: false),
        ["LayerNorm without weights"] = () => LayerNorm(Features, 0.1, elementwise_affine: false),
        ["Dropout"] = () => Dropout(0.9),
        ["Identity"] = () => Identity(),
        ["ReLU"] = () => ReLU(),
        ["ReLU in place"] = () => ReLU(inplace: true),
        ["Tanh"] = () => Tanh(),
        ["Sigmoid"] = () => Sigmoid(),
        ["Softmax over features"] = () => Softmax(-1),
        ["Softmax over time"] = () => Softmax(1),
        ["Softmax over the batch"] = () => Softmax(0),
        ["GELU exact"] = () => GELU(),
        ["GELU by tanh"] = () => GELU(TorchSharp.Modules.GELU.Approximate.tanh),
        ["LastStep"] = () => new LastStep(),
        ["Empty Sequential"] = () => Sequential(),
        ["Sequential in Sequential"] = () => Sequential(Sequential(Linear(Features, 5), Tanh()), Sequential(Sequential(Linear(5, 2)))),
        ["Residual of a recurrent layer"] = () => new TestModules.Residual(Sequential(TestModules.Recurrent(Features, 6), Linear(6, Features))),
        ["Branches in a ModuleList"] = () =>
            new TestModules.Branches(Linear(Features, 2), Sequential(Linear(Features, 2), GELU()), Linear(Features, 2)),
        ["Custom module"] = () => new TestModules.DoubledRelu(),
    };

    public static TheoryData<string> KindNames => [.. Kinds.Keys];

    public static MatrixTheoryData<string, SequenceDirection, bool> Recurrences =>
        new(RecurrentCell.All.Select(cell => cell.Name), Enum.GetValues<SequenceDirection>(), [true, false]);

    [Theory, MemberData(nameof(KindNames))]
    public void Export_EachKind_MatchesTheModule(string kind)
    {
        manual_seed(1);
        using var module = Kinds[kind]();

        var exported = OnnxExporter.Export(module, [2, 5, Features]);

        foreach (var (batch, time) in new[] { (1, 1), (2, 5), (7, 20) })
            ModuleAssert.SameOutputs(module, exported.Bytes, randn(batch, time, Features));
    }

    [Theory, MemberData(nameof(Recurrences))]
    public void Export_RecurrentLayer_MatchesTheModule(string cell, SequenceDirection direction, bool bias)
    {
        manual_seed(1);
        using var layer = TestModules.Recurrent(Features, 6, RecurrentCell.Parse(cell), direction, bias);
        using var module = Sequential(layer, new LastStep(), Linear(direction == SequenceDirection.Bidirectional ? 12 : 6, 2));

        var exported = OnnxExporter.Export(module, [2, 5, Features]);

        foreach (var (batch, time) in new[] { (1, 1), (7, 20) })
            ModuleAssert.SameOutputs(module, exported.Bytes, randn(batch, time, Features));
    }

    [Fact]
    public void Export_Embedding_ReadsTokens()
    {
        manual_seed(1);
        using var module = Sequential(
            Embedding(9, 3, padding_idx: 0), Dropout(0.5), TestModules.Recurrent(3, 4, RecurrentCell.Gru), new LastStep(), Linear(4, 2), Softmax(-1));

        var exported = OnnxExporter.Export(module, [2, 5]);

        ModuleAssert.SameOutputs(module, exported.Bytes, randint(0, 9, [3, 11], dtype: int64));
        Assert.Equal(["batch", "time"], InputAxes(exported));
        Assert.Equal(["batch", "2"], OutputAxes(exported));
    }

    [Fact]
    public void Export_SequenceToSequence_NamesBatchAndTime()
    {
        using var module = Sequential(TestModules.Recurrent(Features, 6), Linear(6, 2));

        var exported = OnnxExporter.Export(module, [1, 1, Features]);

        Assert.Equal(["batch", "time", "4"], InputAxes(exported));
        Assert.Equal(["batch", "time", "2"], OutputAxes(exported));
    }

    [Fact]
    public void Export_WithoutTime_NamesTheBatch()
    {
        using var module = Sequential(Linear(Features, 6), ReLU(), Linear(6, 2));

        var exported = OnnxExporter.Export(module, [3, Features]);

        Assert.Equal(["batch", "4"], InputAxes(exported));
        Assert.Equal(["batch", "2"], OutputAxes(exported));
        ModuleAssert.SameOutputs(module, exported.Bytes, randn(11, Features));
    }

    [Fact]
    public void Export_ModuleWithFixedLength_HasThatLength()
    {
        using var module = LayerNorm([5, Features]);

        var exported = OnnxExporter.Export(module, [2, 5, Features]);

        Assert.Equal(["batch", "5", "4"], InputAxes(exported));
        Assert.Equal(["batch", "5", "4"], OutputAxes(exported));
    }

    [Fact]
    public void Export_ModuleThatNeedsTwoSteps_HasVariableLength()
    {
        using var module = new TestModules.Written(
            input => nn.functional.relu(input.shape[1] < 2 ? throw new ArgumentException("two steps") : input),
            (nodes, input) => nodes.AddNode("Relu", input));

        Assert.Equal(["batch", "time", "4"], InputAxes(OnnxExporter.Export(module, [2, 5, Features])));
    }

    [Fact]
    public void Export_ModuleUsedTwice_StoresItsWeightsOnce()
    {
        manual_seed(1);
        using var layer = TestModules.Recurrent(Features, Features);
        using var linear = Linear(Features, Features);
        using var module = Sequential(("first", layer), ("dense", linear), ("again", layer), ("denser", linear));

        var exported = OnnxExporter.Export(module, [2, 5, Features]);

        Assert.Equal(
            ["first.W", "first.R", "first.B", "shape.0.0.-1", "dense.weight", "dense.bias"],
            ModelProto.Parser.ParseFrom(exported.Bytes.Span).Graph.Initializer.Select(initializer => initializer.Name));
        ModuleAssert.SameOutputs(module, exported.Bytes, randn(3, 7, Features));
    }

    [Fact]
    public void Export_Twice_GivesTheSameBytes()
    {
        using var module = new TestModules.Residual(Sequential(TestModules.Recurrent(Features, 3), Linear(3, Features), GELU()));

        Assert.Equal(OnnxExporter.Export(module, [2, 5, Features]).Bytes.ToArray(), OnnxExporter.Export(module, [2, 5, Features]).Bytes.ToArray());
    }

    [Fact]
    public void Export_AnyModule_HasSupportedVersions()
    {
        using var module = Linear(Features, 2);

        var model = ModelProto.Parser.ParseFrom(OnnxExporter.Export(module, [2, 5, Features]).Bytes.Span);

        Assert.Equal(8, model.IrVersion);
        Assert.Equal(("", 17), (Assert.Single(model.OpsetImport).Domain, model.OpsetImport[0].Version));
        Assert.Empty(model.MetadataProps);
    }

    [Fact]
    public void Export_SubmodulesInDifferentModes_KeepTheirModes()
    {
        using var frozen = Sequential(Dropout(0.5), Dropout(0.5));
        using var module = Sequential(Dropout(0.5), frozen);
        frozen.eval();
        ((nn.Module)frozen[1]).train();

        OnnxExporter.Export(module, [2, 5, Features]);

        Assert.True(module.training);
        Assert.True(((nn.Module)module[0]).training);
        Assert.False(frozen.training);
        Assert.False(((nn.Module)frozen[0]).training);
        Assert.True(((nn.Module)frozen[1]).training);
    }

    [Fact]
    public void Export_ToPath_StockMlNetMatchesTheModule()
    {
        manual_seed(1);
        using var module = Sequential(TestModules.Recurrent(Features, 6, RecurrentCell.Gru), new LastStep(), Linear(6, 2), Softmax(-1));
        using var folder = new TemporaryFolder();
        var path = folder["new/module.onnx"];

        var exported = OnnxExporter.Export(module, [1, 5, Features], path);

        Assert.Equal(exported.Bytes.ToArray(), File.ReadAllBytes(path));
        Assert.InRange(exported.ParityError, 0, 1e-5);
        using var input = randn(1, 5, Features);
        var ml = new MLContext(1);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["input"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 5, Features);
        var data = ml.Data.LoadFromEnumerable([new Row { Input = input.data<float>().ToArray() }], schema);
        var shapes = new Dictionary<string, int[]> { ["input"] = [1, 5, Features] };
        var scored = ml.Transforms.ApplyOnnxModel("output", "input", path, shapes).Fit(data).Transform(data);
        var output = scored.GetColumn<float[]>("output").Single();
        module.eval();
        Assert.Equal(module.call(input).data<float>().ToArray(), output, (a, b) => Math.Abs(a - b) < 1e-5f);
    }

    private static nn.Module<Tensor, Tensor> Scaled(TorchSharp.Modules.LayerNorm norm)
    {
        // The initial weights are ones and the biases zeros: an export without them would not be detected.
        using var none = no_grad();
        norm.weight!.copy_(randn(Features));
        norm.bias!.copy_(randn(Features));
        return norm;
    }

    private static string[] InputAxes(ExportedModel exported) => Axes(exported, graph => graph.Input);

    private static string[] OutputAxes(ExportedModel exported) => Axes(exported, graph => graph.Output);

    private static string[] Axes(ExportedModel exported, Func<GraphProto, IEnumerable<ValueInfoProto>> values) =>
        [.. values(ModelProto.Parser.ParseFrom(exported.Bytes.Span).Graph).Single().Type.TensorType.Shape.Dim
            .Select(axis => axis.DimParam.Length > 0 ? axis.DimParam : $"{axis.DimValue}")];

    private sealed class Row
    {
        [ColumnName("input")]
        public float[] Input { get; set; } = [];
    }
}
