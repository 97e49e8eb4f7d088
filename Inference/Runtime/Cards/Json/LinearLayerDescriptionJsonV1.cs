using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>
/// The JSON form of a <see cref="LinearLayerDescription"/> in version 1 of the model card. A layer without a function has no activation.
/// </summary>
internal sealed class LinearLayerDescriptionJsonV1
{
    [JsonPropertyName("inputSize"), JsonRequired]
    public int InputSize { get; set; }

    [JsonPropertyName("outputSize"), JsonRequired]
    public int OutputSize { get; set; }

    [JsonPropertyName("activation")]
    public ActivationFunctionJsonV1? Activation { get; set; }

    [JsonPropertyName("kernelSize")]
    public int KernelSize { get; set; } = 1;

    [JsonPropertyName("paddingBefore"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PaddingBefore { get; set; }

    [JsonPropertyName("paddingAfter"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PaddingAfter { get; set; }
}
