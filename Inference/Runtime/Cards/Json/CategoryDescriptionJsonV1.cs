using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="CategoryDescription"/> in version 1 of the model card.</summary>
internal sealed class CategoryDescriptionJsonV1
{
    [JsonPropertyName("count"), JsonRequired]
    public int Count { get; set; }

    [JsonPropertyName("size"), JsonRequired]
    public int Size { get; set; }
}
