using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class UnregisteredEngineTests
{
    private static readonly RecurrentModelOptions OnnxRuntime = new() { Engine = RecurrentEngine.OnnxRuntime };

    [Fact]
    public void OpenOnnxRuntime_NotSupportedByManagedEngine_StatesReasonAndRemedy()
    {
        var file = TrustedModelFile.CreateUnchecked([1], "x.onnx");
        var network = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 1, 2);
        var exception = Assert.Throws<RecurrentModelException>(
            () => ScoringEngines.OpenOnnxRuntime(file, network, new RecurrentModelOptions(), "its weights are int8."));
        Assert.Equal(
            "Model file 'x.onnx' is not supported by the managed engine: its weights are int8. "
            + "To run it with ONNX Runtime, reference the package MlNetRecurrent.Inference "
            + "and call OnnxRuntimeEngine.Register() once before loading.",
            exception.Message);
    }

    [Fact]
    public void OpenOnnxRuntime_Requested_StatesThatItIsNotRegistered()
    {
        var file = TrustedModelFile.CreateUnchecked([1], "x.onnx");
        var exception = Assert.Throws<RecurrentModelException>(
            () => ScoringEngines.OpenOnnxRuntime(file, NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 1, 2), OnnxRuntime));
        Assert.Equal(
            "Model file 'x.onnx' cannot be loaded with the engine OnnxRuntime, which is not registered. "
            + "To run it with ONNX Runtime, reference the package MlNetRecurrent.Inference "
            + "and call OnnxRuntimeEngine.Register() once before loading.",
            exception.Message);
    }
}
