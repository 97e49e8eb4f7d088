using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>Files as the exporter writes them, of networks of many kinds, with random weights.</summary>
internal static class OwnFiles
{
    private static readonly NetworkDescription Forecast = NetworkDescription.Create(RecurrentCell.Lstm, features: 2, hidden: 3) with
    {
        Horizon = 2,
        Targets = 2,
        TargetFeatures = [0, 1],
        Normalization = InputNormalization.Standard,
    };

    public static IReadOnlyDictionary<string, NetworkDescription> Networks { get; } = new Dictionary<string, NetworkDescription>
    {
        ["plain"] = NetworkDescription.Create(RecurrentCell.Gru, features: 2, hidden: 4, layers: 2, bidirectional: true),
        ["scaled"] = Forecast,
        ["mean"] = Forecast with { Read = SequenceReading.Mean, LayerNormalization = true },
        ["window"] = Forecast with
        {
            Normalization = InputNormalization.Window,
            Differences = true,
            Layers = NetworkDescription.Stack(RecurrentCell.Rnn, 4, 3, 1, false),
        },
        ["ensemble of quantiles"] = Forecast with { Quantiles = [0.1, 0.5, 0.9], Ensemble = 3, Transform = TargetTransform.Log, TransformOffset = 1 },
        ["known ahead"] = Forecast with
        {
            Known = 2,
            SeasonalKnown = [0, 1],
            Base = BaseForecast.Drift,
            Layers = NetworkDescription.Stack(RecurrentCell.Lstm, 5, 3, 2, false),
        },
        ["seasonal"] = Forecast with { Base = BaseForecast.Seasonal, Season = 4 },
        ["language"] = NetworkDescription.Language(RecurrentCell.GruResetBefore, vocabulary: 5, embedding: 3, hidden: 4),
        ["unequal layers"] = NetworkDescription.Create(RecurrentCell.Lstm, features: 1, hidden: 2) with
        {
            Layers =
            [
                new LayerDescription { Cell = RecurrentCell.Lstm, InputSize = 1, HiddenSize = 2 },
                new LayerDescription
                {
                    Cell = RecurrentCell.RnnRelu,
                    InputSize = 2,
                    HiddenSize = 3,
                    Direction = SequenceDirection.Reverse,
                    Bias = false,
                },
            ],
        },
        ["large"] = NetworkDescription.Create(RecurrentCell.Gru, features: 3, hidden: 16) with { Read = SequenceReading.Max },
    };

    public static NetworkWeights Weights(NetworkDescription network)
    {
        var random = new Random(3);
        var weights = WeightList.Allocate(network);
        foreach (var entry in WeightList.Of(network))
        {
            foreach (ref var value in entry.Values(weights).Span)
                value = (float)(Half)(random.NextSingle() + 0.1f);
        }

        return weights;
    }

    public static ModelProto Model(NetworkDescription network, bool optionalInputs = true, bool float16 = false)
    {
        network.Validate();
        var graph = RecurrentGraphWriter.Write(network, Weights(network), optionalInputs);
        if (float16)
            Float16Constants.Store(graph);
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = RecurrentGraphWriter.Opset });
        var card = new ModelCard { Network = network, Precision = float16 ? WeightPrecision.Float16 : WeightPrecision.Float32 };
        model.MetadataProps.Add(new StringStringEntryProto { Key = RecurrentNames.Card, Value = card.ToJson() });
        return ModelProto.Parser.ParseFrom(model.ToByteArray());
    }

    public static OwnFile? Recognize(ModelProto model) => OwnFile.Recognize(model, OnnxFile.Card(model, "own"));
}
