using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>
/// The JSON form of a <see cref="CellVariant"/> in version 1 of the model card. A function that is missing is that of the standard cell.
/// </summary>
internal sealed class CellVariantJsonV1
{
    [JsonPropertyName("gate")]
    public ActivationFunctionJsonV1? Gate { get; set; }

    [JsonPropertyName("candidate")]
    public ActivationFunctionJsonV1? Candidate { get; set; }

    [JsonPropertyName("output")]
    public ActivationFunctionJsonV1? Output { get; set; }

    [JsonPropertyName("clip")]
    public float? Clip { get; set; }

    [JsonPropertyName("coupledForgetGate"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CoupledForgetGate { get; set; }

    [JsonPropertyName("peepholes"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Peepholes { get; set; }
}
