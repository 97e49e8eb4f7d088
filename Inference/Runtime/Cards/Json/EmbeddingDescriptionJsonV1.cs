using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of an <see cref="EmbeddingDescription"/> in version 1 of the model card.</summary>
internal sealed class EmbeddingDescriptionJsonV1
{
    [JsonPropertyName("vocabulary"), JsonRequired]
    public int Vocabulary { get; set; }

    [JsonPropertyName("size"), JsonRequired]
    public int Size { get; set; }
}
