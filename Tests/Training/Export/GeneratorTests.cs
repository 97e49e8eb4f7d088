using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class GeneratorTests
{
    [Fact]
    public void Export_Module_LeavesTheGeneratorUnchanged()
    {
        using var module = nn.Sequential(nn.Linear(4, 2));
        manual_seed(5);
        var expected = rand(1).item<float>();
        manual_seed(5);

        OnnxExporter.Export(module, [2, 5, 4]);

        Assert.Equal(expected, rand(1).item<float>());
    }

    [Fact]
    public void Export_Float16_LeavesTheNetworkAndTheGeneratorUnchanged()
    {
        using var network = Calibrations.Forecaster();
        var before = WeightLayout.Read(network).Layers[0].Input;
        manual_seed(5);
        var expected = rand(1).item<float>();
        manual_seed(5);

        OnnxExporter.Export(network, options: new ExportOptions { Float16Weights = true });

        Assert.Equal(expected, rand(1).item<float>());
        Assert.Equal(before, WeightLayout.Read(network).Layers[0].Input);
        Assert.True(network.training);
    }
}
