using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class SliceGuardTests
{
    // ONNX Runtime clamps a start before the axis to index 0, and treats the maximum ends as "to the end".
    [Theory]
    [InlineData(-100, -1000, "the graph up to this node needs 1.07e+09 values for the 5 values in the file, expected at most 1.68e+07.")]
    [InlineData(0, int.MaxValue, "the graph up to this node needs 1.07e+09 values for the 4 values in the file, expected at most 1.68e+07.")]
    [InlineData(0, long.MaxValue,
        "takes a shape or indices from input 0, whose values come from the graph's inputs, are computed, or are more than 256.")]
    public void Check_ReversedSliceOfALargeSize_IsRefused(long start, long end, string error)
    {
        var graph = new OnnxGraph("growing");
        var sizes = graph.AddConstant("sizes", [1L << 30], 1);
        var slice = graph.AddNode("Slice", [sizes, graph.Shape(start), graph.Shape(end), graph.Shape(0), graph.Shape(-1)]);
        graph.AddNode("ConstantOfShape", [slice], "zeros");
        graph.AddOutput("zeros", TensorProto.Types.DataType.Float, "many");
        var model = new ModelProto { Graph = graph.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });

        Assert.Equal(
            $"ConstantOfShape node 'ConstantOfShape_1': {error}",
            Assert.Throws<RecurrentModelException>(() => GraphGuard.Check(model)).Message);
    }
}
