using MlNetRecurrent.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Writes the nodes of layers with weights.</summary>
internal static class LayerNodes
{
    private static readonly int[] TimeFirst = [1, 0, 2];

    // MatMul and not Gemm: the input may be [batch, time, features].
    public static string Linear(OnnxNodeBuilder nodes, Tensor weight, Tensor? bias, string input)
    {
        // PyTorch stores [out, in], MatMul requires [in, out].
        var product = nodes.AddNode("MatMul", input, nodes.AddWeight("weight", weight.t()));
        return bias is not null ? nodes.AddNode("Add", product, nodes.AddWeight("bias", bias)) : product;
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
    public static string Recurrent(OnnxNodeBuilder nodes, RecurrentLayer layer, string input) =>
        Recurrent(nodes, layer, input, nodes.WeightPrefix);

    // The layers of an LSTM, GRU or RNN of TorchSharp, one after another.
    public static string TorchSharp(OnnxNodeBuilder nodes, nn.Module module, string input)
    {
        var (layers, batchFirst) = (TorchSharpLayers.Copy(module), TorchSharpLayers.IsBatchFirst(module));
        if (!batchFirst)
            input = nodes.AddNode("Transpose", [input], ("perm", TimeFirst));
        for (var index = 0; index < layers.Count; index++)
        {
            using var layer = layers[index];
            input = Recurrent(nodes, layer, input, $"{nodes.WeightPrefix}.{index}");
        }

        return batchFirst ? input : nodes.AddNode("Transpose", [input], ("perm", TimeFirst));
    }

    private static string Recurrent(OnnxNodeBuilder nodes, RecurrentLayer layer, string input, string name)
    {
        var graph = nodes.Graph.Nodes;
        var timeFirst = nodes.AddNode("Transpose", [input], ("perm", TimeFirst));
        var tensors = GraphWeights.Store(new NetworkWeights { Layers = [WeightLayout.Read(layer)] });
        var weights = new GraphWeights(graph, WeightList.OfLayer(layer.Description, name, 0), tensors);
        var sequence = new LinearNodes(graph, weights).WriteInputLayers(
            layer.Description.InputLayers, name, timeFirst, new SequenceNodes(graph, optionalLengths: false, horizon: 0)).Sequence;
        // The names of the node's outputs contain that of its input, which is unique to this use of the layer.
        var outputs = RecurrentNodes.Write(graph, layer.Description, weights, name, sequence, default, $"{name}.{timeFirst}");
        return nodes.Graph.MarkProduced(RecurrentNodes.BatchFirst(graph, outputs.Sequence));
    }
}
