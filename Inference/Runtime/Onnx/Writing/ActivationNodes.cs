using System.Globalization;

namespace MlNetRecurrent.Onnx;

/// <summary>Writes activation functions.</summary>
internal static class ActivationNodes
{
    /// <summary>Writes an activation of values of any shape; returns the values themselves for the identity.</summary>
    public static string Write(OnnxGraph graph, ActivationFunction function, string values) => function.Kind switch
    {
        ActivationKind.Identity => values,
        ActivationKind.Gelu => Gelu(graph, values),
        ActivationKind.GeluTanh => GeluTanh(graph, values),
        ActivationKind.Affine => Affine(graph, function, values),
        _ => graph.AddNode(function.Kind.ToString(), [values], null, [.. Attributes(function)]),
    };

    /// <summary>The function of a cell as a RNN, LSTM or GRU node states it: its name, and its parameters if it has any.</summary>
    public static (string Name, float[] Alpha, float[] Beta) OfCell(ActivationFunction function) => function.Kind switch
    {
        // These operators have no name for the identity.
        ActivationKind.Identity => (nameof(ActivationKind.Affine), [1], [0]),
        ActivationKind.HardSigmoid or ActivationKind.Affine => (function.Kind.ToString(), [function.Alpha], [function.Beta]),
        ActivationKind.LeakyRelu or ActivationKind.Elu => (function.Kind.ToString(), [function.Alpha], []),
        _ => (function.Kind.ToString(), [], []),
    };

    private static IEnumerable<AttributeProto> Attributes(ActivationFunction function)
    {
        var (_, alpha, beta) = OfCell(function);
        if (alpha is [var first])
            yield return OnnxGraph.CreateAttribute("alpha", first);
        if (beta is [var second])
            yield return OnnxGraph.CreateAttribute("beta", second);
    }

    // x * (1 + erf(x / sqrt(2))) / 2
    private static string Gelu(OnnxGraph graph, string values)
    {
        var erf = graph.AddNode("Erf", [graph.AddNode("Div", [values, Scalar(graph, float.Sqrt(2))])]);
        return Half(graph, values, erf);
    }

    // x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2
    private static string GeluTanh(OnnxGraph graph, string values)
    {
        var square = graph.AddNode("Mul", [values, values]);
        var cubic = graph.AddNode("Mul", [graph.AddNode("Mul", [square, values]), Scalar(graph, 0.044715f)]);
        var sum = graph.AddNode("Add", [values, cubic]);
        return Half(graph, values, graph.AddNode("Tanh", [graph.AddNode("Mul", [sum, Scalar(graph, (float)Math.Sqrt(2 / Math.PI))])]));
    }

    private static string Half(OnnxGraph graph, string values, string curve)
    {
        var product = graph.AddNode("Mul", [values, graph.AddNode("Add", [curve, Scalar(graph, 1)])]);
        return graph.AddNode("Mul", [product, Scalar(graph, 0.5f)]);
    }

    private static string Affine(OnnxGraph graph, ActivationFunction function, string values) =>
        graph.AddNode("Add", [graph.AddNode("Mul", [values, Scalar(graph, function.Alpha)]), Scalar(graph, function.Beta)]);

    private static string Scalar(OnnxGraph graph, float value) =>
        graph.GetOrAdd(string.Create(CultureInfo.InvariantCulture, $"number.{value:R}"), name => graph.AddConstant(name, [value]));
}
