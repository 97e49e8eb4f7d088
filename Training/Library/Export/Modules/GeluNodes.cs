using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Writes GELU (Hendrycks and Gimpel 2016), which ONNX has an operator for only from opset 20.</summary>
internal static class GeluNodes
{
    public static string Write(OnnxNodes nodes, GELU gelu, string input) =>
        gelu.approximate == GELU.Approximate.tanh ? Approximate(nodes, input) : Exact(nodes, input);

    // 0.5 x (1 + erf(x / sqrt(2)))
    private static string Exact(OnnxNodes nodes, string x) =>
        Gate(nodes, x, nodes.Node("Erf", nodes.Node("Mul", x, Number(nodes, Math.Sqrt(0.5)))));

    // 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))
    private static string Approximate(OnnxNodes nodes, string x)
    {
        var cube = nodes.Node("Mul", nodes.Node("Mul", x, x), x);
        var sum = nodes.Node("Add", x, nodes.Node("Mul", cube, Number(nodes, 0.044715)));
        return Gate(nodes, x, nodes.Node("Tanh", nodes.Node("Mul", sum, Number(nodes, Math.Sqrt(2 / Math.PI)))));
    }

    // 0.5 x (1 + gate)
    private static string Gate(OnnxNodes nodes, string x, string gate) =>
        nodes.Node("Mul", nodes.Node("Mul", x, Number(nodes, 0.5)), nodes.Node("Add", gate, Number(nodes, 1)));

    private static string Number(OnnxNodes nodes, double value) => nodes.Constant(tensor((float)value));
}
