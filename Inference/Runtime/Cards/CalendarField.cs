namespace MlNetRecurrent;

/// <summary>A part of a date or time. A network receives it as the sine and cosine of its position in the period.</summary>
public enum CalendarField
{
    /// <summary>The month of the year, period 12.</summary>
    Month,

    /// <summary>The day of the year, period 366.</summary>
    YearDay,

    /// <summary>The day of the week, period 7.</summary>
    Weekday,

    /// <summary>The time of day in hours, including fractions of an hour; period 24.</summary>
    Hour,
}
