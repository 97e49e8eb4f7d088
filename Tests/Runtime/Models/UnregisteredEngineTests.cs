using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class UnregisteredEngineTests
{
    private static readonly RecurrentModelOptions OnnxRuntime = new() { Engine = RecurrentEngine.OnnxRuntime };

    [Fact]
    public void OpenOnnxRuntime_NotUnderstoodByTheManagedEngine_GivesReasonAndTheLineThatHelps()
    {
        var file = TrustedModelFile.CreateUnchecked([1], "x.onnx");
        var exception = Assert.Throws<RecurrentModelException>(
            () => ScoringEngines.OpenOnnxRuntime(file, NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 1, 2), new RecurrentModelOptions(), "its weights are int8."));
        Assert.Equal(
            "Model file 'x.onnx' is not computed by the managed engine: its weights are int8. "
            + "ONNX Runtime computes it: reference the package MlNetRecurrent.Inference and call OnnxRuntimeEngine.Register() once before loading.",
            exception.Message);
    }

    [Fact]
    public void OpenOnnxRuntime_AskedFor_SaysThatItIsNotRegistered()
    {
        var file = TrustedModelFile.CreateUnchecked([1], "x.onnx");
        var exception = Assert.Throws<RecurrentModelException>(
            () => ScoringEngines.OpenOnnxRuntime(file, NetworkDescription.CreateForecaster(RecurrentCell.Lstm, 1, 2), OnnxRuntime));
        Assert.Equal(
            "Model file 'x.onnx' is to be computed by the engine OnnxRuntime, which is not registered. "
            + "ONNX Runtime computes it: reference the package MlNetRecurrent.Inference and call OnnxRuntimeEngine.Register() once before loading.",
            exception.Message);
    }
}
