using static MlNetRecurrent.Onnx.TensorProto.Types;
using static MlNetRecurrent.Tests.ForeignGraphs;

namespace MlNetRecurrent.Tests;

/// <summary>A file of each kind that other programs write and that only ONNX Runtime runs.</summary>
internal static class ForeignKinds
{
    private static readonly Dictionary<string, Func<byte[]>> Kinds = new()
    {
        // Static features beside a sequence.
        ["static"] = () => Build(g =>
        {
            var states = g.Lstm("l", g.Node("Transpose", "x", [g.Input("sequence", DataType.Float, "b", "t", 3)], List("perm", 1, 0, 2)), 3, 4);
            g.Node("Concat", "joined", [states, g.Input("static", DataType.Float, "b", 2)], Integer("axis", 1));
            g.Node("MatMul", "y", ["joined", g.Weights("head", 6, 2)]);
            g.Output("y", DataType.Float, "b", 2);
        }),

        // Time-major, with a second sequence of categories and an output at every step.
        ["categories"] = () => Build(g =>
        {
            var numbers = g.Input("numbers", DataType.Float, "t", "b", 2);
            g.Node("Gather", "embedded", [g.Weights("table", 5, 3), g.Input("category", DataType.Int64, "t", "b")]);
            g.Node("Concat", "x", [numbers, "embedded"], Integer("axis", 2));
            _ = g.Lstm("l", "x", 5, 4);
            g.Node("Squeeze", "steps", ["l.y", g.Integers("direction", 1)]);
            g.Node("MatMul", "y", ["steps", g.Weights("head", 4, 3)]);
            g.Output("y", DataType.Float, "t", "b", 3);
        }),

        // A cell with states, double precision, and a fixed batch of two.
        ["cell"] = () => Build(g =>
        {
            g.Node("MatMul", "a", [g.Input("x", DataType.Double, 2, 3), g.Weights("w", DataType.Double, 3, 4)]);
            g.Node("MatMul", "r", [g.Input("h_in", DataType.Double, 2, 4), g.Weights("u", DataType.Double, 4, 4)]);
            g.Node("Tanh", "h_out", [g.Node("Add", "sum", ["a", "r"])]);
            g.Node("MatMul", "y", ["h_out", g.Weights("head", DataType.Double, 4, 1)]);
            g.Output("y", DataType.Double, 2, 1);
            g.Output("h_out", DataType.Double, 2, 4);
        }),

        // A step with stacked states between the batch axis and the values, and a skip connection.
        ["step"] = () => Build(g =>
        {
            var x = g.Input("frame", DataType.Float, "batch", 1, 3);
            g.Node("Transpose", "tm", [x], List("perm", 1, 0, 2));
            var (h, c) = (g.Input("h0", DataType.Float, 1, "batch", 3), g.Input("c0", DataType.Float, 1, "batch", 3));
            _ = g.Lstm("l", "tm", 3, 3, h, c);
            g.Node("Squeeze", "steps", ["l.y", g.Integers("direction", 1)]);
            g.Node("Add", "y", [g.Node("Transpose", "bm", ["steps"], List("perm", 1, 0, 2)), x]);
            g.Node("Identity", "hn", ["l.h"]);
            g.Node("Identity", "cn", ["l.c"]);
            g.Output("y", DataType.Float, "batch", 1, 3);
            g.Output("hn", DataType.Float, 1, "batch", 3);
            g.Output("cn", DataType.Float, 1, "batch", 3);
        }),

        // A strided convolution and an output for each of its steps, beside an output for the sequence.
        ["strided"] = () => Build(g =>
        {
            g.Node("Transpose", "channels", [g.Input("audio", DataType.Float, "n", "time", 2)], List("perm", 0, 2, 1));
            g.Node("Conv", "conv", ["channels", g.Weights("kernel", 3, 2, 3)], List("strides", 2), List("kernel_shape", 3));
            g.Node("Transpose", "x", ["conv"], List("perm", 2, 0, 1));
            g.Node("MatMul", "whole", [g.Lstm("l", "x", 3, 4), g.Weights("head", 4, 1)]);
            g.Node("Squeeze", "steps", ["l.y", g.Integers("direction", 1)]);
            g.Node("Transpose", "frames", [g.Node("MatMul", "scores", ["steps", g.Weights("tagger", 4, 3)])], List("perm", 1, 0, 2));
            g.Output("frames", DataType.Float, "n", "frames", 3);
            g.Output("whole", DataType.Float, "n", 1);
        }),

        // The mean of the batch is subtracted: sequences are not independent.
        ["batch mean"] = () => Build(g =>
        {
            var x = g.Input("x", DataType.Float, "b", "t", 2);
            g.Node("Sub", "centered", [x, g.Node("ReduceMean", "mean", [x], List("axes", 0))]);
            g.Node("Sub", "kept", [g.Node("Add", "twice", ["centered", x]), g.Node("Mul", "half", ["mean", g.Weights("factor", 1)])]);
            g.Node("MatMul", "y", [g.Lstm("l", g.Node("Transpose", "tm", ["kept"], List("perm", 1, 0, 2)), 2, 4), g.Weights("head", 4, 2)]);
            g.Output("y", DataType.Float, "b", 2);
        }),

        // One sequence without a batch axis.
        ["unbatched"] = () => Build(g =>
        {
            g.Node("Unsqueeze", "x", [g.Input("x2", DataType.Float, "time", 2), g.Integers("at", 1)]);
            g.Node("MatMul", "product", [g.Lstm("l", "x", 2, 4), g.Weights("head", 4, 2)]);
            g.Node("Mul", "squared", ["product", "product"]);
            g.Node("Squeeze", "y", ["squared", g.Integers("first", 0)]);
            g.Output("y", DataType.Float, 2);
        }),
    };

    public static IReadOnlyList<string> Names => [.. Kinds.Keys];

    public static byte[] Create(string kind) => Kinds[kind]();

    /// <summary>What a user has to say about a kind.</summary>
    public static RecurrentModelOptions GetOptions(string kind) => new() { OutputNames = kind == "strided" ? ["whole", "frames"] : [] };
}
