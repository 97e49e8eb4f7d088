using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="TimeGrid"/> in version 1 of the model card.</summary>
internal sealed class TimeGridJsonV1
{
    [JsonPropertyName("frequency")]
    public required string Frequency { get; set; }

    [JsonPropertyName("aggregate")]
    public GridAggregate Aggregate { get; set; }

    [JsonPropertyName("fill")]
    public GridFill Fill { get; set; }

    [JsonPropertyName("timeZone")]
    public string? TimeZone { get; set; }
}
