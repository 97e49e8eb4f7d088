using System.Text.Json.Serialization;

namespace MlNetRecurrent;

/// <summary>The JSON form of a <see cref="DataColumns"/> in version 1 of the model card.</summary>
internal sealed class DataColumnsJsonV1
{
    [JsonPropertyName("targets")]
    public IReadOnlyList<string> Targets { get; set; } = [];

    [JsonPropertyName("features")]
    public IReadOnlyList<string> Features { get; set; } = [];

    [JsonPropertyName("known")]
    public IReadOnlyList<string> Known { get; set; } = [];

    [JsonPropertyName("calendar")]
    public IReadOnlyList<CalendarField> Calendar { get; set; } = [];

    [JsonPropertyName("lags")]
    public IReadOnlyList<int> Lags { get; set; } = [];

    [JsonPropertyName("series")]
    public string? Series { get; set; }

    [JsonPropertyName("time")]
    public string? Time { get; set; }

    [JsonPropertyName("label")]
    public string? Label { get; set; }

    [JsonPropertyName("sequence")]
    public string? Sequence { get; set; }

    [JsonPropertyName("stepsInRow")]
    public int? StepsInRow { get; set; }

    [JsonPropertyName("split")]
    public string? Split { get; set; }

    [JsonPropertyName("group")]
    public string? Group { get; set; }

    [JsonPropertyName("carryForward")]
    public bool CarryForward { get; set; }

    [JsonPropertyName("categories")]
    public IReadOnlyList<CategoryColumnJsonV1>? Categories { get; set; }

    [JsonPropertyName("static")]
    public IReadOnlyList<string>? Static { get; set; }

    [JsonPropertyName("grid")]
    public TimeGridJsonV1? Grid { get; set; }

    [JsonPropertyName("holidays")]
    public HolidayCalendarJsonV1? Holidays { get; set; }

    [JsonPropertyName("seasons")]
    public FourierTermsJsonV1? Seasons { get; set; }
}
