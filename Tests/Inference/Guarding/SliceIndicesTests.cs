using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The guard and the reader slice as ONNX Runtime does.</summary>
public sealed class SliceIndicesTests
{
    private static readonly long[] Bounds =
        [-9, -4, -3, -1, 0, 1, 2, 3, 5, int.MaxValue, int.MaxValue + 1L, long.MaxValue, -int.MaxValue, int.MinValue, long.MinValue];
    private static readonly long[] Steps = [1, 2, 5, -1, -2, -5];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Of_EveryStartEndAndStep_EqualsOnnxRuntime(int size)
    {
        (long Start, long End, long Step)[] slices =
            [.. Bounds.SelectMany(start => Bounds.SelectMany(end => Steps.Select(step => (start, end, step))))];
        var graph = new OnnxGraph("slices");
        graph.AddConstant("places", [.. Enumerable.Range(0, size).Select(place => (long)place)], size);
        string[] outputs = [.. slices.Select(slice => graph.AddNode("Slice",
            ["places", graph.Shape(slice.Start), graph.Shape(slice.End), graph.Shape(0), graph.Shape(slice.Step)]))];
        foreach (var output in outputs)
            graph.AddOutput(output, TensorProto.Types.DataType.Int64, "taken");

        using var session = new InferenceSession(File(graph.Graph));
        using var run = new RunOptions();
        using var taken = session.Run(run, [], [], outputs);

        Assert.All(slices.Zip(taken), pair => Assert.Equal(
            pair.Second.GetTensorDataAsSpan<long>().ToArray(),
            SliceIndices.Create(size, pair.First.Start, pair.First.End, pair.First.Step).Select(place => (long)place)));
    }

    [Fact]
    public void Of_EmptyAxis_IsEmpty()
    {
        Assert.Empty(SliceIndices.Create(0, 0, 5, 1));
        Assert.Empty(SliceIndices.Create(0, -1, -5, -1));
    }

    private static byte[] File(GraphProto graph)
    {
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        return model.ToByteArray();
    }
}
