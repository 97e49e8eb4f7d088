using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Onnx.AttributeProto.Types;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>An exported file is recognized by comparison, whatever the values of its weights; a file with any other change is not.</summary>
public sealed class ExportedFileTests
{
    public static TheoryData<string> Networks => [.. ExportedNetworks.Networks.Keys];

    [Theory, MemberData(nameof(Networks))]
    public void Recognize_ExportedFile_ReturnsItsWeights(string name)
    {
        var network = ExportedNetworks.Networks[name];
        foreach (var (optionalInputs, float16) in new[] { (true, false), (false, false), (true, true), (false, true) })
        {
            var exported = ExportedNetworks.Recognize(ExportedNetworks.Model(network, optionalInputs, float16))!;

            Assert.Equal(optionalInputs, exported.OptionalInputs);
            AssertSame(network, ExportedNetworks.Weights(network), exported.ReadWeights("exported"));
        }
    }

    // Files that version 0.1 exported must always be recognized.
    [Fact]
    public void Recognize_FilesOfVersion01_AreRecognized()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Exported"), "*.onnx");

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.NotNull(ExportedNetworks.Recognize(OnnxFile.Open(file).Model)));
    }

    [Theory, MemberData(nameof(Networks))]
    public void Load_ExportedFile_UsesTheManagedEngine(string name)
    {
        using var model = RecurrentModel.Load(ExportedNetworks.Model(ExportedNetworks.Networks[name]).ToByteArray());

        Assert.Equal(RecurrentEngine.Managed, model.Engine);
    }

    [Theory, MemberData(nameof(Networks))]
    public void Recognize_ChangedAttribute_IsNotRecognized(string name) => AssertNotRecognized(name, model =>
        model.Graph.Node.SelectMany(node => node.Attribute).Select(attribute => (Action)(() => Change(attribute))));

    [Theory, MemberData(nameof(Networks))]
    public void Recognize_ChangedNode_IsNotRecognized(string name) => AssertNotRecognized(name, model =>
        model.Graph.Node.SelectMany(node => new Action[]
        {
            () => node.OpType += "Other",
            () => node.Name += ".renamed",
            () => node.Domain = "com.microsoft",
            () => node.Input[^1] += ".other",
            () => node.Output.Add("another"),
            () => node.Attribute.Add(OnnxGraph.CreateAttribute("clip", 3f)),
            () => model.Graph.Node.Remove(node),
        }));

    [Theory, MemberData(nameof(Networks))]
    public void Recognize_ChangedConstant_IsNotRecognized(string name) => AssertNotRecognized(name, model =>
    {
        var weights = WeightList.GetEntries(ExportedNetworks.Networks[name]).Select(entry => entry.Name).ToHashSet();
        return model.Graph.Initializer.Where(tensor => !weights.Contains(tensor.Name)).Select(tensor => (Action)(() =>
        {
            var bytes = tensor.RawData.ToByteArray();
            bytes[^1] ^= 1;
            tensor.RawData = ByteString.CopyFrom(bytes);
        }));
    });

    [Theory, MemberData(nameof(Networks))]
    public void Recognize_ChangedInitializer_IsNotRecognized(string name) => AssertNotRecognized(name, model =>
        model.Graph.Initializer.SelectMany(tensor => new Action[]
        {
            () => tensor.Name += ".renamed",
            () => tensor.Dims.Add(1),
            () => tensor.DataType = (int)TensorProto.Types.DataType.Double,
            () => model.Graph.Initializer.Remove(tensor),
            () => model.Graph.Initializer.Add(tensor.Clone()),
        }));

    [Theory, MemberData(nameof(Networks))]
    public void Recognize_ChangedFile_IsNotRecognized(string name) => AssertNotRecognized(name, model =>
    [
        () => model.Graph.Input[0].Name = "other",
        () => model.Graph.Input.RemoveAt(model.Graph.Input.Count - 1),
        () => model.Graph.Output[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Double,
        () => model.Graph.Output.RemoveAt(0),
        () => model.Graph.DocString = "changed",
        () => model.OpsetImport[0].Version = 18,
        () => model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 }),
        () => model.MetadataProps.Clear(),
        () => ChangeCard(model, card => card with { Precision = WeightPrecision.Int8 }),
        () => ChangeNetwork(model, network => network with { Layers = [network.Layers[0] with { HiddenSize = 65_536 }], HeadLayers = [] }),
    ]);

    [Fact]
    public void Recognize_LargeWeights_AreNotCopied()
    {
        var model = ExportedNetworks.Model(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 200));
        var card = OnnxFile.RequireCard(model, "exported");
        _ = ExportedFile.Recognize(model, card);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.NotNull(ExportedFile.Recognize(model, card));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, model.CalculateSize() / 4);
    }

    [Fact]
    public void Recognize_ChangedWeights_ReturnsThem()
    {
        var model = ExportedNetworks.Model(ExportedNetworks.Networks["mean"]);
        Bias(model).RawData = ByteString.CopyFrom(new byte[16]);

        Assert.Equal(new float[4], ExportedNetworks.Recognize(model)!.ReadWeights("exported").HeadBias!);
    }

    [Fact]
    public void ReadWeights_DamagedWeight_NamesIt()
    {
        byte[] infinity = [.. new byte[14], 0x80, 0x7F];
        AssertDamaged("The weight 'head.bias' holds a NaN or an infinity.", bias => bias.RawData = ByteString.CopyFrom(infinity));
        AssertDamaged("Tensor 'head.bias' holds 12 bytes, but its shape requires 16.", bias => bias.RawData = ByteString.CopyFrom(new byte[12]));
        AssertDamaged(
            "Tensor 'head.bias' stores its values in another file: save the model with its weights inside.",
            bias => bias.DataLocation = TensorProto.Types.DataLocation.External);
        AssertDamaged(
            "Tensor 'head.bias' has the type String; supported: Float, Float16 and Double, Int64, Int32 and Bool for shapes, "
                + "and smaller integers for quantized weights.",
            bias => bias.DataType = (int)TensorProto.Types.DataType.String);
    }

    private static void AssertDamaged(string error, Action<TensorProto> damage)
    {
        var model = ExportedNetworks.Model(ExportedNetworks.Networks["mean"]);
        damage(Bias(model));
        var exported = ExportedNetworks.Recognize(model)!;
        var exception = Assert.Throws<RecurrentModelException>(() => exported.ReadWeights("exported"));
        Assert.Equal($"Model file 'exported' is damaged. {error}", exception.Message);
    }

    // Applies each change alone to a copy of the file.
    private static void AssertNotRecognized(string name, Func<ModelProto, IEnumerable<Action>> changes)
    {
        var original = ExportedNetworks.Model(ExportedNetworks.Networks[name]);
        var count = changes(original).Count();
        for (var index = 0; index < count; index++)
        {
            var model = original.Clone();
            changes(model).ElementAt(index)();
            Assert.True(ExportedNetworks.Recognize(model) is null, $"Change {index} of {count} went unnoticed.");
        }
    }

    private static void Change(AttributeProto attribute)
    {
        switch (attribute.Type)
        {
            case AttributeType.Int:
                attribute.I++;
                break;
            case AttributeType.Float:
                attribute.F = MathF.BitIncrement(attribute.F);
                break;
            case AttributeType.Floats:
                attribute.Floats[^1] = MathF.BitIncrement(attribute.Floats[^1]);
                break;
            case AttributeType.Ints:
                attribute.Ints[^1]++;
                break;
            case AttributeType.String:
                attribute.S = ByteString.CopyFromUtf8("other");
                break;
            default:
                attribute.Strings[0] = ByteString.CopyFromUtf8("other");
                break;
        }
    }

    private static void ChangeCard(ModelProto model, Func<ModelCard, ModelCard> change) =>
        model.MetadataProps[0].Value = change(OnnxFile.RequireCard(model, "exported")).ToJson();

    private static void ChangeNetwork(ModelProto model, Func<NetworkDescription, NetworkDescription> change) =>
        ChangeCard(model, card => card with { Network = change(card.Network) });

    private static TensorProto Bias(ModelProto model) => model.Graph.Initializer.Single(weight => weight.Name == WeightNames.HeadBias);

    private static void AssertSame(NetworkDescription network, NetworkWeights expected, NetworkWeights actual) =>
        Assert.All(WeightList.GetEntries(network), entry => Assert.Equal(entry.Values(expected).ToArray(), entry.Values(actual).ToArray()));
}
