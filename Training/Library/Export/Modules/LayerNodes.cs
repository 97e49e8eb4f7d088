using MlNetRecurrent.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Writes the nodes of layers with weights.</summary>
internal static class LayerNodes
{
    private static readonly int[] TimeFirst = [1, 0, 2];

    // MatMul and not Gemm: the input may be [batch, time, features].
    public static string Linear(OnnxNodeBuilder nodes, Linear linear, string input)
    {
        // PyTorch stores [out, in], MatMul requires [in, out].
        var product = nodes.AddNode("MatMul", input, nodes.AddWeight("weight", linear.weight!.t()));
        return linear.bias is { } bias ? nodes.AddNode("Add", product, nodes.AddWeight("bias", bias)) : product;
    }

    public static string Embedding(OnnxNodeBuilder nodes, Embedding embedding, string input)
    {
        nodes.Graph.SetVocabulary(input, embedding.weight!.shape[0]);
        return nodes.AddNode("Gather", nodes.AddWeight("weight", embedding.weight!), input);
    }

    public static string LayerNorm(OnnxNodeBuilder nodes, LayerNorm norm, string input)
    {
        // ONNX always scales: by ones if the module does not.
        var scale = norm.elementwise_affine ? nodes.AddWeight("weight", norm.weight!) : nodes.AddWeight("ones", ones(norm.normalized_shape));
        string[] inputs = norm.elementwise_affine && norm.bias is { } bias ? [input, scale, nodes.AddWeight("bias", bias)] : [input, scale];
        return nodes.AddNode("LayerNormalization", inputs, ("axis", -norm.normalized_shape.Length), ("epsilon", norm.eps));
    }

    // [batch, time, input] -> [batch, time, directions * hidden]
    public static string Recurrent(OnnxNodeBuilder nodes, RecurrentLayer layer, string input)
    {
        var timeFirst = nodes.AddNode("Transpose", [input], ("perm", TimeFirst));
        var graph = nodes.Graph.Nodes;
        // The names of the node's outputs contain that of its input, which is unique to this use of the layer.
        var outputs = RecurrentNodes.Write(
            graph, layer.Description, WeightLayout.Read(layer), nodes.WeightPrefix, timeFirst, default, $"{nodes.WeightPrefix}.{timeFirst}");
        return nodes.Graph.MarkProduced(RecurrentNodes.BatchFirst(graph, outputs.Sequence));
    }
}
