namespace MlNetRecurrent.Training;

/// <summary>How the times of a column are written in its source.</summary>
internal enum TimeNotation
{
    /// <summary>Numbers that only increase.</summary>
    Number,

    /// <summary>Dates, with or without a time of day.</summary>
    Date,

    /// <summary>Seconds since 1970-01-01 in UTC.</summary>
    EpochSeconds,

    /// <summary>Milliseconds since 1970-01-01 in UTC.</summary>
    EpochMilliseconds,

    /// <summary>Year, month and day as one number, such as 20200131.</summary>
    DateNumber,
}
