using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Files that torch.onnx.export writes are imported, and give the same outputs when exported again.</summary>
public sealed class TorchExportImportTests
{
    public static TheoryData<string> Files => FixtureFiles.All;

    [Theory]
    [InlineData("torch_bilstm_last_step_linear_opset11", "Forecast LastStep lstm:Bidirectional")]
    [InlineData("torch_gru_two_layers_final_softmax_opset13", "Classify FinalState gru:Forward gru:Forward")]
    [InlineData("torch_rnn_relu_every_step_given_state_opset9", "Encode None rnn-relu:Forward")]
    [InlineData("torch_bigru_joined_finals_opset13", "Forecast FinalState gru:Bidirectional gru:Bidirectional")]
    [InlineData("torch_bigru_states_by_view_opset16", "Forecast FinalState gru:Bidirectional gru:Bidirectional")]
    [InlineData("torch_bilstm_ends_of_both_ways_opset13", "Forecast FinalState lstm:Bidirectional")]
    [InlineData("torch_embedding_tagger_opset13", "Tag None lstm:Bidirectional")]
    [InlineData("torch_unequal_mixed_layers_opset12", "Forecast LastStep lstm:Forward gru:Forward")]
    [InlineData("torch_lstm_flattened_every_step_opset14", "Forecast None lstm:Forward")]
    public void Read_FileOfPyTorch_DescribesTheModule(string name, string expected)
    {
        var network = RecurrentGraphReader.Read(OnnxFile.Parse(FixtureFiles.Read(name), name), name).Network;
        var layers = network.Layers.Select(layer => $"{layer.Cell.Name}:{layer.Direction}");
        Assert.Equal(expected, $"{network.Task} {network.Pooling} {string.Join(' ', layers)}");
    }

    [Fact]
    public void Read_HorizonAndScales_AreFound()
    {
        var horizon = RecurrentGraphReader.Read(OnnxFile.Parse(FixtureFiles.Read("torch_gru_horizon_opset15"), "horizon"), "horizon").Network;
        Assert.Equal((4, 2), (horizon.Forecast.Horizon, horizon.Forecast.Targets));
        var scaled = RecurrentGraphReader.Read(OnnxFile.Parse(FixtureFiles.Read("torch_lstm_scaled_opset13"), "scaled"), "scaled");
        Assert.Equal(InputNormalization.Standard, scaled.Network.Normalization);
        Assert.Equal([1f, -2f], scaled.Weights.InputScale!.Mean);
        Assert.Equal([3f, 0.5f], scaled.Weights.InputScale.StandardDeviation);
        Assert.Equal([2f, 2f], scaled.Weights.TargetScale!.Mean);
        Assert.Equal([7f, 7f], scaled.Weights.TargetScale.StandardDeviation);
    }

    [Theory, MemberData(nameof(Files))]
    public void Import_PyTorchFile_MatchesBeforeAndAfterExport(string name)
    {
        var file = FixtureFiles.Read(name);
        using var network = TestImports.ImportWithoutWarning(file, name).Network;
        Assert.InRange(OnnxExporter.Export(network).ParityError, 0, 1e-5);
    }
}
