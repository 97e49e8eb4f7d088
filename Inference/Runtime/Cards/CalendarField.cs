namespace MlNetRecurrent;

/// <summary>A place in the calendar, which a network sees as the sine and the cosine of its share of the period.</summary>
public enum CalendarField
{
    /// <summary>The month of the year, period 12.</summary>
    Month,

    /// <summary>The day of the year, period 366.</summary>
    YearDay,

    /// <summary>The day of the week, period 7.</summary>
    Weekday,

    /// <summary>The time of day in hours and parts of an hour, period 24.</summary>
    Hour,
}
