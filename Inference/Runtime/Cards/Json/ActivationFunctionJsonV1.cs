using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of an <see cref="ActivationFunction"/> in version 1 of the model card.</summary>
internal sealed class ActivationFunctionJsonV1
{
    [JsonPropertyName("function"), JsonRequired]
    public ActivationKind Function { get; set; }

    [JsonPropertyName("alpha"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public float Alpha { get; set; }

    [JsonPropertyName("beta"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public float Beta { get; set; }
}
