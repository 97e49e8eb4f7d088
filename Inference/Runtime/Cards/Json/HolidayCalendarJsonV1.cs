using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="HolidayCalendar"/> in version 1 of the model card.</summary>
internal sealed class HolidayCalendarJsonV1
{
    [JsonPropertyName("country")]
    public string? Country { get; set; }

    [JsonPropertyName("first")]
    public DateOnly? First { get; set; }

    [JsonPropertyName("last")]
    public DateOnly? Last { get; set; }

    /// <summary>The dates, as the days of each year: <c>0101 1225</c> is January 1 and December 25.</summary>
    [JsonPropertyName("days")]
    public IReadOnlyDictionary<string, string> Days { get; set; } = new Dictionary<string, string>();
}
