namespace MlNetRecurrent;

/// <summary>
/// Holidays as future covariates: three features that are 1 on a holiday, on the day before one and on the day after one, and 0 otherwise.
/// </summary>
/// <remarks>
/// A model contains the dates, so that another machine, another version of a library of holidays or an application without such a library computes
/// the same features.
/// </remarks>
public sealed record HolidayCalendar
{
    /// <summary>The maximum number of dates, which a model contains.</summary>
    internal const int MaxDates = 10_000;

    /// <summary>
    /// The code of the country, with that of a region where holidays differ, such as <c>DE</c>, <c>DE-BY</c> or <c>US</c>; null if
    /// <see cref="Dates"/> come from elsewhere. Training adds the dates, from 5 years before the first row to 30 years after the last one.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>The dates, at most 10,000.</summary>
    public IReadOnlyList<DateOnly> Dates { get; init; } = [];

    /// <summary>The first day that the calendar covers; null for January 1 of the year of the first date.</summary>
    public DateOnly? First { get; init; }

    /// <summary>The last day that the calendar covers; null for December 31 of the year of the last date.</summary>
    public DateOnly? Last { get; init; }
}
