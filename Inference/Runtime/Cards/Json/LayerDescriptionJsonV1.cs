using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="LayerDescription"/> in version 1 of the model card.</summary>
internal sealed class LayerDescriptionJsonV1
{
    [JsonPropertyName("cell"), JsonRequired, JsonConverter(typeof(CellNameConverter))]
    public RecurrentCell Cell { get; set; } = null!;

    [JsonPropertyName("inputSize"), JsonRequired]
    public int InputSize { get; set; }

    [JsonPropertyName("hiddenSize"), JsonRequired]
    public int HiddenSize { get; set; }

    [JsonPropertyName("direction")]
    public SequenceDirection Direction { get; set; }

    [JsonPropertyName("bias")]
    public bool Bias { get; set; } = true;

    [JsonPropertyName("inputLayers")]
    public IReadOnlyList<LinearLayerDescriptionJsonV1> InputLayers { get; set; } = [];

    [JsonPropertyName("variant")]
    public CellVariantJsonV1? Variant { get; set; }
}
