using System.Runtime.InteropServices;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class Int8LstmTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Replace_EveryWeight_IsRoundedToTheNearestByte(bool bidirectional)
    {
        using var network = Calibrations.Forecaster(features: 3, hidden: 5, bidirectional: bidirectional);
        var weights = WeightLayout.Read(network).Layers[0];
        var graph = RecurrentGraphWriter.Write(network.Description, WeightLayout.Read(network), optionalInputs: true);

        Int8Lstm.Replace(graph);

        var directions = bidirectional ? 2 : 1;
        AssertWeights(graph, "layers.0.W", weights.Input, directions, rows: 20, columns: 3);
        AssertWeights(graph, "layers.0.R", weights.Recurrent, directions, rows: 20, columns: 5);
    }

    [Fact]
    public void Replace_ZeroWeights_StayZero()
    {
        using var network = Calibrations.Forecaster();
        var weights = WeightLayout.Read(network);
        var layer = weights.Layers[0];
        weights = weights with { Layers = [new LayerWeights(new float[layer.Input.Length], layer.Recurrent, layer.Bias)] };
        var graph = RecurrentGraphWriter.Write(network.Description, weights, optionalInputs: true);

        Int8Lstm.Replace(graph);

        Assert.All(Initializer(graph, "layers.0.W").RawData.ToByteArray(), value => Assert.Equal(0, value));
        Assert.All(Floats(graph, "layers.0.W.scale"), scale => Assert.Equal(1, scale));
    }

    [Fact]
    public void Replace_OmittedInputs_HaveEmptyNames()
    {
        using var network = Calibrations.Forecaster();
        var graph = RecurrentGraphWriter.Write(network.Description, WeightLayout.Read(network), optionalInputs: false);

        Int8Lstm.Replace(graph);

        // X, W, R, B, sequence_lens, initial_h, initial_c, P, W_scale, W_zero_point, R_scale, R_zero_point
        Assert.Equal(
            [
                "layers.0.W", "layers.0.R", "layers.0.B", "", "", "", "",
                "layers.0.W.scale", "layers.0.W.zero_point", "layers.0.R.scale", "layers.0.R.zero_point",
            ],
            graph.Node.Single(node => node.OpType == "DynamicQuantizeLSTM").Input.Skip(1));
    }

    private static void AssertWeights(GraphProto graph, string name, float[] weights, int directions, int rows, int columns)
    {
        var weight = Initializer(graph, name);
        Assert.Equal([directions, columns, rows], weight.Dims);
        var bytes = weight.RawData.ToByteArray();
        var scales = Floats(graph, $"{name}.scale");
        Assert.Equal([directions, rows], Initializer(graph, $"{name}.scale").Dims);
        Assert.Equal([directions, rows], Initializer(graph, $"{name}.zero_point").Dims);
        Assert.All(bytes, value => Assert.InRange((sbyte)value, -64, 64));
        for (var direction = 0; direction < directions; direction++)
        {
            for (var row = 0; row < rows; row++)
            {
                var scale = scales[(direction * rows) + row];
                for (var column = 0; column < columns; column++)
                {
                    var stored = (sbyte)bytes[(((direction * columns) + column) * rows) + row];
                    Assert.Equal(weights[(((direction * rows) + row) * columns) + column], stored * scale, 0.501f * scale);
                }
            }
        }
    }

    private static TensorProto Initializer(GraphProto graph, string name) => graph.Initializer.Single(initializer => initializer.Name == name);

    private static float[] Floats(GraphProto graph, string name) => MemoryMarshal.Cast<byte, float>(Initializer(graph, name).RawData.Span).ToArray();
}
