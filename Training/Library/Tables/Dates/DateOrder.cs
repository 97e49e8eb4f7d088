namespace MlNetRecurrent.Training;

/// <summary>The order of year, month and day in a date.</summary>
internal enum DateOrder
{
    /// <summary>Year, month, day.</summary>
    YearFirst,

    /// <summary>Day, month, year.</summary>
    DayFirst,

    /// <summary>Month, day, year.</summary>
    MonthFirst,

    /// <summary>Day and month, or month and day, then the year.</summary>
    DayOrMonthFirst,

    /// <summary>Year and month.</summary>
    YearMonth,

    /// <summary>Year, month and day, as eight digits.</summary>
    Digits,
}
