using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of <see cref="FourierTerms"/> in version 1 of the model card.</summary>
internal sealed class FourierTermsJsonV1
{
    [JsonPropertyName("periods")]
    public IReadOnlyList<double> Periods { get; set; } = [];

    [JsonPropertyName("pairs")]
    public int Pairs { get; set; }

    [JsonPropertyName("step")]
    public string? Step { get; set; }
}
