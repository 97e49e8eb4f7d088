using System.Globalization;
using System.Text.Json;

namespace MlNetRecurrent;

/// <summary>Maps what a card says about times to its JSON form and back (see <see cref="CardMapping"/> for the names).</summary>
internal static class TimeMapping
{
    public static TimeGridJsonV1 ToJsonForm(TimeGrid grid) => new()
    {
        Frequency = grid.Frequency,
        Aggregate = grid.Aggregate,
        Fill = grid.Fill,
        TimeZone = grid.TimeZone,
    };

    public static TimeGrid ToGrid(TimeGridJsonV1 json) => new()
    {
        Frequency = json.Frequency,
        Aggregate = json.Aggregate,
        Fill = json.Fill,
        TimeZone = json.TimeZone,
    };

    public static FourierTermsJsonV1 ToJsonForm(FourierTerms seasons) => new()
    {
        Periods = seasons.Periods,
        Pairs = seasons.Pairs,
        Step = seasons.Step,
    };

    public static FourierTerms ToSeasons(FourierTermsJsonV1 json) => new()
    {
        Periods = json.Periods,
        Pairs = json.Pairs,
        Step = json.Step,
    };

    public static HolidayCalendarJsonV1 ToJsonForm(HolidayCalendar holidays) => new()
    {
        Country = holidays.Country,
        First = holidays.First,
        Last = holidays.Last,
        Days = holidays.Dates
            .GroupBy(date => date.Year)
            .ToDictionary(
                year => year.Key.ToString("0000", CultureInfo.InvariantCulture),
                year => string.Join(' ', year.Select(date => date.ToString("MMdd", CultureInfo.InvariantCulture)))),
    };

    public static HolidayCalendar ToHolidays(HolidayCalendarJsonV1 json) => new()
    {
        Country = json.Country,
        First = json.First,
        Last = json.Last,
        Dates = [.. json.Days.SelectMany(year => year.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(day => ToDate(year.Key + day)))],
    };

    private static DateOnly ToDate(string text) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date
        : throw new JsonException($"The holidays contain '{text}', expected a year and days such as 0101.");
}
