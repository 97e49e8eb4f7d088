using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Creates model files, as an export writes them, with random weights.</summary>
internal static class RandomFiles
{
    /// <summary>Creates the file of a network with the weights of <see cref="RandomNetworks"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="optionalInputs">Whether the file has inputs for lengths and initial states.</param>
    /// <param name="float16">Whether the weights are rounded to float16 and stored as float16.</param>
    /// <param name="maxWeight">The maximum absolute value of the weights.</param>
    /// <param name="seed">The seed of the weights.</param>
    public static byte[] Create(NetworkDescription network, bool optionalInputs = true, bool float16 = false, float maxWeight = 0.6f, int seed = 1)
    {
        var weights = RandomNetworks.Weights(network, seed, maxWeight);
        var graph = RecurrentGraphWriter.Write(network, float16 ? Round(weights) : weights, optionalInputs);
        if (float16)
            Float16Constants.Store(graph);
        var card = new ModelCard { Network = network, Precision = float16 ? WeightPrecision.Float16 : WeightPrecision.Float32 };
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = RecurrentGraphWriter.Opset });
        model.MetadataProps.Add(new StringStringEntryProto { Key = OnnxNames.Card, Value = card.ToJson() });
        return model.ToByteArray();
    }

    private static NetworkWeights Round(NetworkWeights weights) => weights with
    {
        Embedding = Round(weights.Embedding),
        Categories = [.. weights.Categories.Select(table => Round(table)!)],
        Layers = [.. weights.Layers.Select(layer => layer with
        {
            Input = Round(layer.Input)!,
            Recurrent = Round(layer.Recurrent)!,
            Bias = Round(layer.Bias),
            Peepholes = Round(layer.Peepholes),
            InputLayers = [.. layer.InputLayers.Select(Round)],
        })],
        HeadLayers = [.. weights.HeadLayers.Select(Round)],
        HeadWeight = Round(weights.HeadWeight),
        HeadBias = Round(weights.HeadBias),
    };

    private static LinearWeights Round(LinearWeights layer) => new(Round(layer.Weight)!, Round(layer.Bias)!);

    private static float[]? Round(float[]? weights) => weights is null ? null : [.. weights.Select(weight => (float)(Half)weight)];
}
