using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Writes GELU (Hendrycks and Gimpel 2016), for which ONNX has an operator only from opset 20 on.</summary>
internal static class GeluNodes
{
    public static string Write(OnnxNodeBuilder nodes, GELU gelu, string input) =>
        gelu.approximate == GELU.Approximate.tanh ? Approximate(nodes, input) : Exact(nodes, input);

    // 0.5 x (1 + erf(x / sqrt(2)))
    private static string Exact(OnnxNodeBuilder nodes, string x) =>
        Gate(nodes, x, nodes.AddNode("Erf", nodes.AddNode("Mul", x, Constant(nodes, Math.Sqrt(0.5)))));

    // 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))
    private static string Approximate(OnnxNodeBuilder nodes, string x)
    {
        var cube = nodes.AddNode("Mul", nodes.AddNode("Mul", x, x), x);
        var sum = nodes.AddNode("Add", x, nodes.AddNode("Mul", cube, Constant(nodes, 0.044715)));
        return Gate(nodes, x, nodes.AddNode("Tanh", nodes.AddNode("Mul", sum, Constant(nodes, Math.Sqrt(2 / Math.PI)))));
    }

    // 0.5 x (1 + gate)
    private static string Gate(OnnxNodeBuilder nodes, string x, string gate) =>
        nodes.AddNode("Mul", nodes.AddNode("Mul", x, Constant(nodes, 0.5)), nodes.AddNode("Add", gate, Constant(nodes, 1)));

    private static string Constant(OnnxNodeBuilder nodes, double value) => nodes.AddConstant(tensor((float)value));
}
