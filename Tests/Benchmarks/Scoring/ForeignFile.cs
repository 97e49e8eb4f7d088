using static MlNetRecurrent.Onnx.TensorProto.Types;
using static MlNetRecurrent.Tests.ForeignGraphs;

namespace MlNetRecurrent.Benchmarks;

/// <summary>A file as other programs write it, without a model card.</summary>
/// <param name="Name">The name of the case.</param>
/// <param name="Bytes">The bytes of the file.</param>
internal sealed record ForeignFile(string Name, byte[] Bytes)
{
    public const int Time = 20;
    public const int Features = 4;
    public const string Input = "input";
    public const string Output = "output";

    private const int Hidden = 50;

    /// <summary>A file that the managed engine runs, and one that only ONNX Runtime runs.</summary>
    public static IReadOnlyList<ForeignFile> All { get; } =
    [
        new("LSTM with a two-layer head, of another program", Build(graph =>
        {
            graph.Node("Gemm", "hidden", [Last(graph), graph.Weights("w1", Hidden, 32), graph.Weights("b1", 32)]);
            graph.Node("Gemm", Output, [graph.Node("Relu", "relu", ["hidden"]), graph.Weights("w2", 32, 1), graph.Weights("b2", 1)]);
            graph.Output(Output, DataType.Float, "batch", 1);
        })),
        new("LSTM with attention, of another program", Build(graph =>
        {
            _ = Last(graph);
            graph.Node("Squeeze", "steps", ["l.y", graph.Integers("direction", 1)]);
            graph.Node("Softmax", "weights", [graph.Node("MatMul", "scores", ["steps", graph.Weights("query", Hidden, 1)])], Integer("axis", 0));
            graph.Node(
                "ReduceSum",
                "context",
                [graph.Node("Mul", "weighted", ["steps", "weights"]), graph.Integers("time", 0)],
                Integer("keepdims", 0));
            graph.Node("MatMul", Output, ["context", graph.Weights("head", Hidden, 1)]);
            graph.Output(Output, DataType.Float, "batch", 1);
        })),
    ];

    private static string Last(ForeignGraphs graph) => graph.Lstm(
        "l", graph.Node("Transpose", "x", [graph.Input(Input, DataType.Float, "batch", "time", Features)], List("perm", 1, 0, 2)), Features, Hidden);
}
