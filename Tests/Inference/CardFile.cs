using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Creates model files with a given card, random weights, and the graph that this library writes.</summary>
internal static class CardFile
{
    public static byte[] Create(ModelCard card, int seed = 1, bool optionalInputs = true)
    {
        var graph = RecurrentGraphWriter.Write(card.Network, Weights(card.Network, new Random(seed)), optionalInputs);
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = RecurrentGraphWriter.Opset });
        model.MetadataProps.Add(new StringStringEntryProto { Key = OnnxNames.Card, Value = card.ToJson() });
        return model.ToByteArray();
    }

    private static NetworkWeights Weights(NetworkDescription network, Random random)
    {
        return new NetworkWeights
        {
            Embedding = network.Embedding is { } table ? Values(table.VocabularySize * table.EmbeddingSize) : null,
            Categories = [.. network.Categories.Select(category => Values((int)category.TableSize))],
            Layers = [.. network.MemberLayers.Select(layer =>
            {
                var rows = layer.DirectionCount * layer.Cell.Blocks.Count * layer.HiddenSize;
                return new LayerWeights(Values(rows * layer.InputSize), Values(rows * layer.HiddenSize), Values(2 * rows));
            })],
            HeadWeight = network.HasHead ? Values(network.HeadInputSize * network.HeadOutputSize) : null,
            HeadBias = network.HasHead ? Values(network.HeadOutputSize) : null,
            QuantileShift = network.Forecast.Quantiles.Count > 0
                ? Values(network.Forecast.Horizon * network.Forecast.Targets * network.Forecast.Quantiles.Count)
                : null,
        };

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 1.6f) - 0.8f)];
    }
}
