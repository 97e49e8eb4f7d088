using MlNetRecurrent.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Writes the layers that have weights.</summary>
internal static class LayerNodes
{
    private static readonly int[] TimeFirst = [1, 0, 2];

    // MatMul and not Gemm: the input may be [batch, time, features].
    public static string Linear(OnnxNodes nodes, Linear linear, string input)
    {
        // PyTorch keeps [out, in], MatMul wants [in, out].
        var product = nodes.Node("MatMul", input, nodes.Weight("weight", linear.weight!.t()));
        return linear.bias is { } bias ? nodes.Node("Add", product, nodes.Weight("bias", bias)) : product;
    }

    public static string Embedding(OnnxNodes nodes, Embedding embedding, string input)
    {
        nodes.Graph.Embeds(input, embedding.weight!.shape[0]);
        return nodes.Node("Gather", nodes.Weight("weight", embedding.weight!), input);
    }

    public static string LayerNorm(OnnxNodes nodes, LayerNorm norm, string input)
    {
        // ONNX always scales: by ones where the module does not.
        var scale = norm.elementwise_affine ? nodes.Weight("weight", norm.weight!) : nodes.Weight("ones", ones(norm.normalized_shape));
        string[] inputs = norm.elementwise_affine && norm.bias is { } bias ? [input, scale, nodes.Weight("bias", bias)] : [input, scale];
        return nodes.Node("LayerNormalization", inputs, ("axis", -norm.normalized_shape.Length), ("epsilon", norm.eps));
    }

    // [batch, time, input] -> [batch, time, directions * hidden]
    public static string Recurrent(OnnxNodes nodes, RecurrentLayer layer, string input)
    {
        var timeFirst = nodes.Node("Transpose", [input], ("perm", TimeFirst));
        var graph = nodes.Graph.Nodes;
        // The node's outputs take the name of its input, which no other use of the layer has.
        var outputs = RecurrentNodes.Write(graph, layer.Description, WeightLayout.Read(layer), nodes.WeightPrefix, timeFirst, default, $"{nodes.WeightPrefix}.{timeFirst}");
        return nodes.Graph.Made(RecurrentNodes.BatchFirst(graph, outputs.Sequence));
    }
}
