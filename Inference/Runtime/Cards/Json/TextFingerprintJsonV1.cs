using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="TextFingerprint"/> in version 1 of the model card.</summary>
internal sealed class TextFingerprintJsonV1
{
    [JsonPropertyName("characters"), JsonRequired]
    public int Characters { get; set; }

    [JsonPropertyName("tokens"), JsonRequired]
    public long Tokens { get; set; }

    [JsonPropertyName("hash"), JsonRequired]
    public string Hash { get; set; } = "";
}
