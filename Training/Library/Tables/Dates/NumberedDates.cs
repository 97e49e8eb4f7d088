namespace MlNetRecurrent.Training;

/// <summary>Decides whether the numbers of a time column are dates: seconds or milliseconds since 1970, or years, months and days.</summary>
/// <remarks>Every number of the column must be one. Numbers of other sizes only increase.</remarks>
internal sealed class NumberedDates
{
    private const double MinSeconds = 1e9;
    private const double MaxSeconds = 2e9;
    private const int MinYear = 1900;
    private const int MaxYear = 2099;

    private bool _areSeconds = true;
    private bool _areMilliseconds = true;
    private bool _areDates = true;
    private bool _areHours = true;

    /// <summary>Considers a number.</summary>
    /// <param name="cell">The number as text.</param>
    /// <param name="number">The number.</param>
    public void Look(ReadOnlySpan<char> cell, double number)
    {
        if (!(_areSeconds || _areMilliseconds || _areDates))
            return;
        var isWhole = !cell.ContainsAnyExceptInRange('0', '9');
        _areSeconds &= isWhole && number is >= MinSeconds and < MaxSeconds;
        _areMilliseconds &= isWhole && number is >= MinSeconds * 1000 and < MaxSeconds * 1000;
        _areDates &= isWhole && cell.Length == 8 && IsDate(cell);
        // The hours of the 20th century are as large as the seconds of the years from 2030.
        _areHours &= isWhole && cell.Length == 10 && IsDate(cell[..8]) && cell[8..].CompareTo("24", StringComparison.Ordinal) < 0;
    }

    /// <summary>Decides, and converts numbers that are dates to seconds since the start of the year 1.</summary>
    public TimeNotation Decide(ChunkedList<double> values)
    {
        var notation = values.Count == 0 ? TimeNotation.Number
            : _areSeconds && !_areHours ? TimeNotation.EpochSeconds
            : _areMilliseconds ? TimeNotation.EpochMilliseconds
            : _areDates ? TimeNotation.DateNumber
            : TimeNotation.Number;
        for (var index = 0; index < values.Count && notation != TimeNotation.Number; index++)
            values[index] = notation.ToTime(values[index]);
        return notation;
    }

    private static bool IsDate(ReadOnlySpan<char> digits) =>
        DateText.TryParse(digits, out var date) && date.First is >= MinYear and <= MaxYear && date.Convert(DateOrder.YearFirst) is not null;
}
