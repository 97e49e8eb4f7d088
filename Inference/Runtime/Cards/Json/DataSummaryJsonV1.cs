using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="DataSummary"/> in version 1 of the model card.</summary>
internal sealed class DataSummaryJsonV1
{
    [JsonPropertyName("source")]
    public string? Source { get; set; }

    [JsonPropertyName("sequences"), JsonRequired]
    public long Sequences { get; set; }

    [JsonPropertyName("season")]
    public int? Season { get; set; }

    [JsonPropertyName("split")]
    public SplitSummaryJsonV1? Split { get; set; }

    [JsonPropertyName("fittedSeries")]
    public IReadOnlyList<SeriesFingerprintJsonV1>? FittedSeries { get; set; }

    [JsonPropertyName("fittedSequences")]
    public string? FittedSequences { get; set; }

    [JsonPropertyName("fittedText")]
    public TextFingerprintJsonV1? FittedText { get; set; }

    [JsonPropertyName("targetMeans")]
    public IReadOnlyList<double>? TargetMeans { get; set; }

    [JsonPropertyName("naiveScales")]
    public IReadOnlyList<double>? NaiveScales { get; set; }

    [JsonPropertyName("labelCounts")]
    public IReadOnlyList<long>? LabelCounts { get; set; }
}
