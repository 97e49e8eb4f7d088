using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Files as an export writes them, of networks whose weights are random.</summary>
internal static class RandomFiles
{
    /// <summary>The file of a network with the weights of <see cref="RandomNetworks"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="optionalInputs">Whether the file has inputs for lengths and initial states.</param>
    /// <param name="float16">Whether weights are rounded to float16 and stored as such.</param>
    /// <param name="largest">The bound of the weights.</param>
    /// <param name="seed">The seed of the weights.</param>
    public static byte[] Create(NetworkDescription network, bool optionalInputs = true, bool float16 = false, float largest = 0.6f, int seed = 1)
    {
        var weights = RandomNetworks.Weights(network, seed, largest);
        var graph = RecurrentGraphWriter.Write(network, float16 ? Rounded(weights) : weights, optionalInputs);
        if (float16)
            Float16Constants.Store(graph);
        var card = new ModelCard { Network = network, Precision = float16 ? WeightPrecision.Float16 : WeightPrecision.Float32 };
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = RecurrentGraphWriter.Opset });
        model.MetadataProps.Add(new StringStringEntryProto { Key = OnnxNames.Card, Value = card.ToJson() });
        return model.ToByteArray();
    }

    private static NetworkWeights Rounded(NetworkWeights weights) => weights with
    {
        Embedding = Rounded(weights.Embedding),
        Layers = [.. weights.Layers.Select(layer => layer with
        {
            Input = Rounded(layer.Input)!,
            Recurrent = Rounded(layer.Recurrent)!,
            Bias = Rounded(layer.Bias),
        })],
        HeadWeight = Rounded(weights.HeadWeight),
        HeadBias = Rounded(weights.HeadBias),
    };

    private static float[]? Rounded(float[]? weights) => weights is null ? null : [.. weights.Select(weight => (float)(Half)weight)];
}
