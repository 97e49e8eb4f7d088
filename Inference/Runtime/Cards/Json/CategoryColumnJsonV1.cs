using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="CategoryColumn"/> in version 1 of the model card.</summary>
internal sealed class CategoryColumnJsonV1
{
    [JsonPropertyName("name"), JsonRequired]
    public string Name { get; set; } = "";

    [JsonPropertyName("values"), JsonRequired]
    public IReadOnlyList<string> Values { get; set; } = [];
}
