using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Exported files that were changed later, of a network that cannot be read from node to node.</summary>
public sealed class ChangedExportedFileTests
{
    private static readonly NetworkDescription Mean =
        NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 4) with { Pooling = SequencePooling.Mean };

    [Fact]
    public void Import_ChangedGraph_IsRefused()
    {
        var model = Exported();
        model.Graph.Node.Single(node => node.OpType == "ReduceSum").OpType = "ReduceMax";

        var exception = Assert.Throws<RecurrentModelException>(() => OnnxImporter.Import(model.ToByteArray(), "changed"));

        Assert.StartsWith("Model file 'changed' cannot be read as a recurrent network. ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_ChangedWeight_IsImported()
    {
        var model = Exported();
        model.Graph.Initializer.Single(weight => weight.Name == "head.bias").RawData = ByteString.CopyFrom(BitConverter.GetBytes(0.75f));

        using var network = OnnxImporter.Import(model.ToByteArray()).Network;

        Assert.Equal([0.75f], WeightLayout.Read(network).HeadBias!);
    }

    [Fact]
    public void Import_WeightThatIsNotANumber_IsRefused()
    {
        var model = Exported();
        model.Graph.Initializer.Single(weight => weight.Name == "head.bias").RawData = ByteString.CopyFrom(BitConverter.GetBytes(float.NaN));

        var exception = Assert.Throws<RecurrentModelException>(() => OnnxImporter.Import(model.ToByteArray(), "changed"));

        Assert.Equal("Model file 'changed' is damaged. The weight 'head.bias' holds a NaN or an infinity.", exception.Message);
    }

    [Fact]
    public void Load_ChangedGraph_IsScoredByOnnxRuntime()
    {
        var changed = Exported();
        changed.Graph.Node.Last().Name = "renamed";

        using var model = RecurrentModel.Load(changed.ToByteArray());

        Assert.Equal(RecurrentEngine.OnnxRuntime, model.Engine);
        Assert.StartsWith("Max node 'Max_1': is not supported on a value whose", model.OnnxRuntimeReason!, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WeightThatIsNotANumber_IsRefused()
    {
        var model = Exported();
        model.Graph.Initializer.Single(weight => weight.Name == "head.bias").RawData = ByteString.CopyFrom(BitConverter.GetBytes(float.NaN));

        var exception = Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(model.ToByteArray(), "changed"));

        Assert.Equal(
            "Model file 'changed' is damaged: weight 'head.bias' holds NaN at index 0. Train and export the model again.", exception.Message);
    }

    // The card states how lags are normalized, and the graph does it: a card of other lags is not that of the file.
    [Theory]
    [InlineData("\"lagFeatures\":[null,0],", "")]
    [InlineData("\"lagFeatures\":[null,0],", "\"lagFeatures\":[0,null],")]
    [InlineData("\"lagFeatures\":[null,0],", "\"lagFeatures\":[null,1],")]
    [InlineData("\"lagFeatures\":[null,0],", "\"lagFeatures\":[0,0],")]
    public void LoadAndImport_CardOfOtherLags_AreRefusedOrScoredByTheGraph(string part, string other)
    {
        using var network = TestNetworks.Create(new NetworkDescription
        {
            Features = 2,
            Layers = TestLayers.Stack(RecurrentCell.Gru, 5, 4),
            Normalization = InputNormalization.Window,
            Forecast = new ForecastDescription { FutureCovariates = 2, TargetFeatures = [0], LagFeatures = [null, 0] },
        });
        var file = OnnxExporter.Export(network).Bytes.ToArray();
        var model = OnnxFile.Parse(file, "exported");
        var card = model.MetadataProps.Single(entry => entry.Key == OnnxNames.Card);
        Assert.Contains(part, card.Value, StringComparison.Ordinal);
        card.Value = card.Value.Replace(part, other, StringComparison.Ordinal);
        var changed = model.ToByteArray();

        var managed = Assert.Throws<RecurrentModelException>(
            () => RecurrentModel.Load(changed, "changed", new RecurrentModelOptions { Engine = RecurrentEngine.Managed }));
        var import = Assert.Throws<RecurrentModelException>(() => OnnxImporter.Import(changed, "changed"));

        Assert.StartsWith("Model file 'changed' is not supported by the managed engine: ", managed.Message, StringComparison.Ordinal);
        Assert.StartsWith("Model file 'changed' cannot be read as a recurrent network. ", import.Message, StringComparison.Ordinal);
        using var runtime = RecurrentModel.Load(changed);
        using var expected = RecurrentModel.Load(file);
        Assert.Equal((RecurrentEngine.OnnxRuntime, RecurrentEngine.Managed), (runtime.Engine, expected.Engine));
        Assert.Equal(Score(expected), Score(runtime), 1e-5f);

        static float Score(RecurrentModel model)
        {
            var output = new float[1];
            model.ScoreBatch(new SequenceBatch { Values = [1, 2, 4, 3, 3, 5], FutureCovariates = [1, 3, 2, 4, 5, 1, 7, 8], Count = 1 }, output);
            return output[0];
        }
    }

    // Information that the graph does not contain is taken from the card, even if the graph must be read from node to node.
    [Fact]
    public void Import_GraphWithRenamedNode_KeepsInformationOfTheCard()
    {
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 4, layerCount: 2) with
        {
            Regularization = new RegularizationDescription
            {
                Dropout = 0.1,
                RecurrentDropout = 0.2,
                HeadDropout = 0.3,
            },
            Forecast = new ForecastDescription { TargetFeatures = [1] },
        };
        using var network = TestNetworks.Create(description);
        var model = OnnxFile.Parse(OnnxExporter.Export(network).Bytes.Span, "exported");
        model.Graph.Node[0].Name = "renamed";

        using var imported = TestImports.ImportWithoutWarning(model.ToByteArray()).Network;

        Assert.Equivalent(description, imported.Description, strict: true);
    }

    [Fact]
    public void Describe_FileWithMeanPooling_CanBeImported() =>
        Assert.Equal("can be imported: forecast, GRU 4, pooling: mean over time", RecurrentStructure.Describe(Exported(), "exported")[^1]);

    private static ModelProto Exported()
    {
        using var network = TestNetworks.Create(Mean);
        return OnnxFile.Parse(OnnxExporter.Export(network).Bytes.Span, "exported");
    }
}
