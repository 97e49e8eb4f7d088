using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="SeriesFingerprint"/> in version 1 of the model card.</summary>
internal sealed class SeriesFingerprintJsonV1
{
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("rows"), JsonRequired]
    public int Rows { get; set; }

    [JsonPropertyName("lastTime")]
    public string? LastTime { get; set; }

    [JsonPropertyName("marks")]
    public IReadOnlyList<int> Marks { get; set; } = [];

    [JsonPropertyName("hashes")]
    public IReadOnlyList<int> Hashes { get; set; } = [];

    [JsonPropertyName("naiveScales")]
    public IReadOnlyList<double>? NaiveScales { get; set; }
}
