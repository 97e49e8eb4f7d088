using Google.Protobuf;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>Networks of many kinds, and files with random weights as the exporter writes them.</summary>
internal static class ExportedNetworks
{
    private static readonly NetworkDescription Forecast = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 3) with
    {
        Forecast = new ForecastDescription { Horizon = 2, Targets = 2, TargetFeatures = [0, 1] },
        Normalization = InputNormalization.Standard,
    };

    public static IReadOnlyDictionary<string, NetworkDescription> Networks { get; } = new Dictionary<string, NetworkDescription>
    {
        ["plain"] = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 4, layerCount: 2, bidirectional: true),
        ["scaled"] = Forecast,
        ["mean"] = Forecast with { Pooling = SequencePooling.Mean, HasLayerNormalization = true },
        ["window"] = Forecast with
        {
            Normalization = InputNormalization.Window,
            Forecast = Forecast.Forecast with { HasDifferences = true },
            Layers = NetworkDescription.CreateLayers(RecurrentCell.Rnn, 4, 3, 1, false),
        },
        ["ensemble of quantiles"] = Forecast with
        {
            Forecast = Forecast.Forecast with { Quantiles = [0.1, 0.5, 0.9], Transform = TargetTransform.Log, TransformOffset = 1 },
            EnsembleSize = 3,
        },
        ["future covariates"] = Forecast with
        {
            Forecast = Forecast.Forecast with
            {
                FutureCovariates = 2,
                SeasonalCovariates = [0, 1],
                ResidualBaseline = ResidualBaseline.SeasonalDrift,
            },
            Layers = NetworkDescription.CreateLayers(RecurrentCell.Lstm, 5, 3, 2, false),
        },
        ["lags"] = Forecast with
        {
            Normalization = InputNormalization.Window,
            Forecast = Forecast.Forecast with { FutureCovariates = 3, LagFeatures = [null, 0, 1] },
            Layers = NetworkDescription.CreateLayers(RecurrentCell.Gru, 6, 3, 1, false),
        },
        ["seasonal"] = Forecast with { Forecast = Forecast.Forecast with { ResidualBaseline = ResidualBaseline.SeasonalNaive, SeasonLength = 4 } },
        ["language"] = NetworkDescription.CreateLanguageModel(RecurrentCell.GruResetBefore, vocabularySize: 5, embeddingSize: 3, hiddenSize: 4),
        ["unequal layers"] = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 2) with
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
                    HasBias = false,
                },
            ],
        },
        ["parts"] = Forecast with
        {
            Layers =
            [
                new LayerDescription
                {
                    Cell = RecurrentCell.Lstm,
                    InputSize = 4,
                    HiddenSize = 3,
                    InputLayers =
                    [
                        new() { InputSize = 2, OutputSize = 5, KernelSize = 3, PaddingBefore = 1, Activation = ActivationFunction.LeakyRelu() },
                        new() { InputSize = 5, OutputSize = 4, Activation = ActivationFunction.Gelu },
                    ],
                    Variant = new CellVariant
                    {
                        Gate = ActivationFunction.HardSigmoid(),
                        Candidate = ActivationFunction.Elu(),
                        Clip = 2,
                        CouplesForgetGate = true,
                        HasPeepholes = true,
                    },
                },
            ],
            HasLearnedInitialState = true,
            Pooling = SequencePooling.LastSteps,
            PooledSteps = 2,
            HasHeadNormalization = true,
            LayerNormalizationEpsilon = 1e-3,
            HeadLayers = [new() { InputSize = 6, OutputSize = 7, Activation = ActivationFunction.GeluTanh }],
            OutputActivation = ActivationFunction.Affine(2, 1),
            Forecast = Forecast.Forecast with { Minimum = -1, Maximum = 1 },
        },
        ["reversed log-probabilities"] = Forecast with
        {
            Task = RecurrentTask.Tag,
            Classes = 3,
            Forecast = new ForecastDescription(),
            Pooling = SequencePooling.None,
            HasLogProbabilities = true,
            ReversesOutput = true,
            HasLearnedInitialState = true,
            Layers =
            [
                new LayerDescription { Cell = RecurrentCell.Gru, InputSize = 2, HiddenSize = 2 },
                new LayerDescription { Cell = RecurrentCell.Lstm, InputSize = 2, HiddenSize = 3 },
            ],
        },
        ["large"] = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 3, hiddenSize: 16) with { Pooling = SequencePooling.Max },
    };

    public static NetworkWeights Weights(NetworkDescription network)
    {
        var random = new Random(3);
        var weights = WeightList.Allocate(network);
        foreach (var entry in WeightList.GetEntries(network))
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
        model.MetadataProps.Add(new StringStringEntryProto { Key = OnnxNames.Card, Value = card.ToJson() });
        return ModelProto.Parser.ParseFrom(model.ToByteArray());
    }

    public static ExportedFile? Recognize(ModelProto model) => ExportedFile.Recognize(model, OnnxFile.TryReadCard(model, "exported"));
}
