using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="NetworkDescription"/> in version 1 of the model card.</summary>
internal sealed class NetworkDescriptionJsonV1
{
    [JsonPropertyName("task")]
    public RecurrentTask Task { get; set; }

    [JsonPropertyName("features"), JsonRequired]
    public int Features { get; set; }

    [JsonPropertyName("embedding")]
    public EmbeddingDescriptionJsonV1? Embedding { get; set; }

    [JsonPropertyName("categories")]
    public IReadOnlyList<CategoryDescriptionJsonV1> Categories { get; set; } = [];

    [JsonPropertyName("staticFeatures")]
    public IReadOnlyList<int> StaticFeatures { get; set; } = [];

    [JsonPropertyName("normalization")]
    public InputNormalization Normalization { get; set; }

    [JsonPropertyName("layers"), JsonRequired]
    public IReadOnlyList<LayerDescriptionJsonV1> Layers { get; set; } = [];

    [JsonPropertyName("dropout")]
    public double Dropout { get; set; }

    [JsonPropertyName("recurrentDropout"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double RecurrentDropout { get; set; }

    [JsonPropertyName("headDropout"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double HeadDropout { get; set; }

    [JsonPropertyName("layerNormalization"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LayerNormalization { get; set; }

    [JsonPropertyName("read")]
    public SequencePooling Read { get; set; }

    [JsonPropertyName("horizon")]
    public int Horizon { get; set; } = 1;

    [JsonPropertyName("targets")]
    public int Targets { get; set; } = 1;

    [JsonPropertyName("known"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Known { get; set; }

    [JsonPropertyName("seasonalKnown")]
    public IReadOnlyList<int> SeasonalKnown { get; set; } = [];

    [JsonPropertyName("lagFeatures")]
    public IReadOnlyList<int?> LagFeatures { get; set; } = [];

    [JsonPropertyName("targetFeatures")]
    public IReadOnlyList<int> TargetFeatures { get; set; } = [];

    [JsonPropertyName("transform"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TargetTransform Transform { get; set; }

    [JsonPropertyName("transformOffset"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double TransformOffset { get; set; }

    [JsonPropertyName("base"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ResidualBaseline Base { get; set; }

    [JsonPropertyName("season"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Season { get; set; }

    [JsonPropertyName("differences"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Differences { get; set; }

    [JsonPropertyName("quantiles")]
    public IReadOnlyList<double> Quantiles { get; set; } = [];

    [JsonPropertyName("classes")]
    public int Classes { get; set; }

    [JsonPropertyName("ensemble")]
    public int Ensemble { get; set; } = 1;

    [JsonPropertyName("layerNormalizationEpsilon")]
    public double LayerNormalizationEpsilon { get; set; } = NormalizationEpsilon.Layer;

    [JsonPropertyName("learnedInitialState"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LearnedInitialState { get; set; }

    [JsonPropertyName("pooledSteps")]
    public int PooledSteps { get; set; } = 1;

    [JsonPropertyName("reversesOutput"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReversesOutput { get; set; }

    [JsonPropertyName("headNormalization"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HeadNormalization { get; set; }

    [JsonPropertyName("headLayers")]
    public IReadOnlyList<LinearLayerDescriptionJsonV1> HeadLayers { get; set; } = [];

    [JsonPropertyName("outputActivation")]
    public ActivationFunctionJsonV1? OutputActivation { get; set; }

    [JsonPropertyName("logProbabilities"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LogProbabilities { get; set; }

    [JsonPropertyName("minimum")]
    public double? Minimum { get; set; }

    [JsonPropertyName("maximum")]
    public double? Maximum { get; set; }
}
