using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class ForeignOutputTests
{
    [Fact]
    public void HasKnownAxes_AxesOfTheNetwork_InAnyOrder() =>
        Assert.True(ForeignOutput.HasKnownAxes(new OutputBinding("y", null, [AxisRole.Time, AxisRole.Batch, AxisRole.Unit])));

    [Fact]
    public void HasKnownAxes_AxisOfUnknownRole_IsFalse() =>
        Assert.False(ForeignOutput.HasKnownAxes(new OutputBinding("y", null, [AxisRole.Batch, AxisRole.Unknown, AxisRole.Unit])));

    [Fact]
    public void HasKnownAxes_AxisTwice_IsFalse() =>
        Assert.False(ForeignOutput.HasKnownAxes(new OutputBinding("y", null, [AxisRole.Batch, AxisRole.Batch, AxisRole.Unit])));
}
