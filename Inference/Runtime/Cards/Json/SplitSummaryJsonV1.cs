using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="SplitSummary"/> in version 1 of the model card.</summary>
internal sealed class SplitSummaryJsonV1
{
    [JsonPropertyName("testFraction"), JsonRequired]
    public double TestFraction { get; set; }

    [JsonPropertyName("validationFraction"), JsonRequired]
    public double ValidationFraction { get; set; }

    [JsonPropertyName("testStride")]
    public int? TestStride { get; set; }

    [JsonPropertyName("stratified"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Stratified { get; set; }

    [JsonPropertyName("table")]
    public string? Table { get; set; }

    [JsonPropertyName("testRows")]
    public string? TestRows { get; set; }
}
