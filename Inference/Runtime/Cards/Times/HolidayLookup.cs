using System.Globalization;

namespace MlNetRecurrent;

/// <summary>Computes the features of a <see cref="HolidayCalendar"/>.</summary>
internal sealed class HolidayLookup
{
    /// <summary>The names of the features, in order.</summary>
    public static readonly IReadOnlyList<string> Names = ["holiday", "day before holiday", "day after holiday"];

    private readonly HashSet<int> _days;

    public HolidayLookup(HolidayCalendar calendar)
    {
        _days = [.. calendar.Dates.Select(date => date.DayNumber)];
        var (first, last) = calendar.Dates.Count == 0 ? (default, default) : (calendar.Dates.Min(), calendar.Dates.Max());
        First = calendar.First ?? new DateOnly(first.Year, 1, 1);
        Last = calendar.Last ?? new DateOnly(last.Year, 12, 31);
    }

    /// <summary>The first day that the calendar covers.</summary>
    public DateOnly First { get; }

    /// <summary>The last day that the calendar covers.</summary>
    public DateOnly Last { get; }

    /// <summary>Whether the calendar covers a date.</summary>
    public bool Covers(DateTime date) => DateOnly.FromDateTime(date) is var day && day >= First && day <= Last;

    /// <summary>Describes why a date has no features.</summary>
    public string Describe(DateTime date) => string.Create(
        CultureInfo.InvariantCulture,
        $"the holidays of the model are known from {First:yyyy-MM-dd} to {Last:yyyy-MM-dd}, and the time {date:yyyy-MM-dd} is outside");

    /// <summary>Computes the features of a date.</summary>
    public void Compute(DateTime date, Span<float> features)
    {
        var day = DateOnly.FromDateTime(date).DayNumber;
        features[0] = _days.Contains(day) ? 1 : 0;
        features[1] = _days.Contains(day + 1) ? 1 : 0;
        features[2] = _days.Contains(day - 1) ? 1 : 0;
    }
}
