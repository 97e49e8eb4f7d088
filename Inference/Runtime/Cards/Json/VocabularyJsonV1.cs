using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="Vocabulary"/> in version 1 of the model card.</summary>
internal sealed class VocabularyJsonV1
{
    [JsonPropertyName("kind"), JsonRequired]
    public TokenUnit Kind { get; set; }

    [JsonPropertyName("tokens"), JsonRequired]
    public IReadOnlyList<string> Tokens { get; set; } = [];
}
