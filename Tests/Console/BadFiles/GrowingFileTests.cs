using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Console.Tests;

/// <summary>Small files that use only supported operators but need excessive memory or time are rejected before a host runs them.</summary>
public sealed class GrowingFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder["model.onnx"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Load_ConstantOfShape_IsRefused() => RefusedAsync(
        graph => graph.Node("ConstantOfShape", "bomb", graph.Integers("shape", 1 << 16, 1 << 15)),
        "ConstantOfShape node 'bomb': the graph up to this node needs 2.15e+09 values for the {values} values in the file, "
            + "expected at most 1.68e+07.");

    [Fact]
    public Task Load_ShapeThatOverflows_IsRefused() => RefusedAsync(
        graph => graph.Node("ConstantOfShape", "bomb", graph.Integers("shape", long.MaxValue, long.MaxValue, long.MaxValue)),
        "ConstantOfShape node 'bomb': the graph up to this node needs 7.85e+56 values for the {values} values in the file, "
            + "expected at most 1.68e+07.");

    [Fact]
    public Task Load_DoublingConcats_IsRefused() => RefusedAsync(
        graph => Doubling(graph, "Concat"),
        "Concat node 'double_18': the graph up to this node needs 2.52e+07 values for the {values} values in the file, expected at most 1.68e+07.");

    [Fact]
    public Task Load_DoublingOfTheInput_IsRefused() => RefusedAsync(
        graph => Doubling(graph, "Concat", "input"),
        "Concat node 'double_22': the graph up to this node needs 3.36e+07 values for the {values} values in the file, expected at most 1.68e+07.");

    [Fact]
    public Task Load_Expand_IsRefused() => RefusedAsync(
        graph => graph.Node("Expand", "bomb", "lengths.none", graph.Integers("shape", 1 << 30)),
        "Expand node 'bomb': the graph up to this node needs 1.07e+09 values for the {values} values in the file, expected at most 1.68e+07.");

    [Fact]
    public Task Load_Tile_IsRefused() => RefusedAsync(
        graph => graph.Node("Tile", "bomb", "layers.0.R", graph.Integers("repeats", 1, 1 << 15, 1 << 15)),
        "Tile node 'bomb': the graph up to this node needs 3.87e+10 values for the {values} values in the file, expected at most 1.68e+07.");

    [Fact]
    public Task Load_Range_IsRefused() => RefusedAsync(
        graph => graph.Node("Range", "bomb", graph.Integers("from"), graph.Integers("to", 1L << 40), graph.Integers("by", 1)),
        "Range node 'bomb': start, limit and delta must be single numbers, and delta must not be 0.");

    [Fact]
    public Task Load_LongRange_IsRefused() => RefusedAsync(
        graph => graph.Node("Range", "bomb", graph.Integers("from", 0), graph.Integers("to", 1L << 40), graph.Integers("by", 1)),
        "Range node 'bomb': the graph up to this node needs 1.1e+12 values for the {values} values in the file, expected at most 1.68e+07.");

    [Fact]
    public Task Load_GatherWithManyIndices_IsRefused() => RefusedAsync(
        graph =>
        {
            var zeros = graph.Node("ConstantOfShape", "zeros", graph.Integers("shape", 1 << 20));
            graph.Node("Gather", "bomb", "layers.0.B", graph.Node("Reshape", "indices", zeros, graph.Integers("long", -1)));
        },
        "Gather node 'bomb': the graph up to this node needs 2.73e+07 values for the {values} values in the file, expected at most 1.68e+07.");

    [Fact]
    public Task Load_LstmWithComputedWeights_IsRefused() => RefusedAsync(
        graph =>
        {
            var input = graph.Node("ConstantOfShape", "W", graph.Integers("W_shape", 1, 4 * 65_536, 2));
            var recurrent = graph.Node("ConstantOfShape", "R", graph.Integers("R_shape", 1, 4 * 65_536, 65_536));
            graph.Node("LSTM", "bomb", "input", input, recurrent);
        },
        "ConstantOfShape node 'R': the graph up to this node needs 1.72e+10 values for the {values} values in the file, expected at most 1.68e+07.");

    [Fact]
    public Task Load_OneWeightInManyNodes_IsRefused() => RefusedAsync(
        graph =>
        {
            // Hosts keep a copy of a weight for each node.
            var weight = graph.Node("ConstantOfShape", "weight", graph.Integers("shape", 1024, 1024));
            for (var node = 0; node < 100; node++)
            {
                var row = graph.Node("ConstantOfShape", $"row_{node}", graph.Integers($"row_shape_{node}", 1, 1024));
                graph.Node("MatMul", $"product_{node}", row, weight);
            }
        },
        "MatMul node 'product_14': the graph up to this node needs 1.68e+07 values for the {values} values in the file, expected at most 1.68e+07.");

    [Fact]
    public Task Load_Multiplications_IsRefused() => RefusedAsync(
        graph =>
        {
            var matrix = graph.Node("ConstantOfShape", "matrix", graph.Integers("shape", 1000, 1000));
            graph.Node("MatMul", "bomb", matrix, matrix);
        },
        "MatMul node 'bomb': the graph up to this node needs 1e+09 multiplications for the {values} values in the file, expected at most 2.68e+08.");

    [Fact]
    public Task Load_SquareOfTheTime_IsRefused() => RefusedAsync(
        graph =>
        {
            graph.Node("Transpose", "transposed", "input");
            graph.Node[^1].Attribute.Add(new AttributeProto { Name = "perm", Type = AttributeProto.Types.AttributeType.Ints, Ints = { 0, 2, 1 } });
            graph.Node("MatMul", "bomb", "input", "transposed");
        },
        "MatMul node 'bomb': uses or produces values that grow with the square of an input dimension.");

    [Fact]
    public Task Load_ShapeFromAnInput_IsRefused() => RefusedAsync(
        graph => graph.Node("ConstantOfShape", "bomb", "lengths"),
        "ConstantOfShape node 'bomb': takes a shape or indices from input 0, "
            + "whose values come from the graph's inputs, are computed, or are more than 256.");

    [Fact]
    public Task Load_PowerOfASize_IsRefused() => RefusedAsync(
        graph => graph.Node("ConstantOfShape", "bomb", graph.Node("Pow", "power", graph.Integers("ten", 10), graph.Integers("nine", 9))),
        "ConstantOfShape node 'bomb': takes a shape or indices from input 0, whose values come from the graph's inputs, are computed, "
            + "or are more than 256.");

    [Fact]
    public Task Load_ManyNodes_IsRefused() => RefusedAsync(
        graph =>
        {
            var value = "input";
            for (var node = 0; node < 5000; node++)
                value = graph.Node("Relu", $"relu_{node}", value);
        },
        "The graph has {nodes} nodes, expected at most 3000.");

    private static void Doubling(GraphProto graph, string operation, string value = "layers.0.W")
    {
        for (var doubling = 0; doubling < 60; doubling++)
        {
            value = graph.Node(operation, $"double_{doubling}", value, value);
            graph.Attribute("axis", 2);
        }
    }

    private async Task RefusedAsync(Action<GraphProto> add, string message)
    {
        var file = HostileFile.WithNodes(add);
        await File.WriteAllBytesAsync(Model, file, TestContext.Current.CancellationToken);
        var graph = OnnxFile.Parse(file, "hostile").Graph;
        var values = graph.Initializer.Sum(tensor => tensor.Dims.Aggregate(1L, (product, size) => product * size));
        message = message
            .Replace("{values}", $"{values}", StringComparison.Ordinal)
            .Replace("{nodes}", $"{graph.Node.Count}", StringComparison.Ordinal);
        await EntryPoints.RefuseAsync(Model, $"Model file '{Model}' was rejected. {message} If you trust the file, set AllowAnyGraph.");
    }
}
