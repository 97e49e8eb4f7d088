using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="ModelCard"/> in version 1 of the model card.</summary>
internal sealed class ModelCardJsonV1
{
    [JsonPropertyName("version")]
    public int Version { get; set; } = ModelCard.CurrentVersion;

    [JsonPropertyName("network"), JsonRequired]
    public NetworkDescriptionJsonV1 Network { get; set; } = new();

    [JsonPropertyName("window")]
    public int? Window { get; set; }

    [JsonPropertyName("minWindow")]
    public int? MinWindow { get; set; }

    [JsonPropertyName("featureNames")]
    public IReadOnlyList<string> FeatureNames { get; set; } = [];

    [JsonPropertyName("targetNames")]
    public IReadOnlyList<string> TargetNames { get; set; } = [];

    [JsonPropertyName("labels")]
    public IReadOnlyList<string> Labels { get; set; } = [];

    [JsonPropertyName("vocabulary")]
    public VocabularyJsonV1? Vocabulary { get; set; }

    [JsonPropertyName("columns")]
    public DataColumnsJsonV1? Columns { get; set; }

    [JsonPropertyName("data")]
    public DataSummaryJsonV1? Data { get; set; }

    [JsonPropertyName("fit")]
    public FitSummaryJsonV1? Fit { get; set; }

    [JsonPropertyName("scores")]
    public IReadOnlyDictionary<string, double> Scores { get; set; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    [JsonPropertyName("parity")]
    public double? Parity { get; set; }

    [JsonPropertyName("precision"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WeightPrecision Precision { get; set; }

    [JsonPropertyName("precisionCost")]
    public double? PrecisionCost { get; set; }
}
