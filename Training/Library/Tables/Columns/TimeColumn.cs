using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>A column of times: dates, with or without a time of day, or numbers.</summary>
/// <param name="format">The format, see <see cref="TableReadOptions.DateFormat"/>; null to find it in the cells.</param>
internal sealed class TimeColumn(string? format = null) : CellColumn
{
    private readonly ChunkedList<double> _values = [];
    private readonly GivenDates? _given = format is null or GivenDates.Number ? null : GivenDates.Create(format);
    private DateReading? _dates;
    private NumberedDates? _numbers;
    private bool _isComplete;
    private int _utcCount;

    /// <summary>Whether all cells are dates of UTC, because they have offsets from it or are defined by it.</summary>
    public bool AreUtc => _values.Count > 0
        && (_dates?.HasZone == true || _given?.AreUtc == true || _utcCount == _values.Count
            || Notation is TimeNotation.EpochSeconds or TimeNotation.EpochMilliseconds);

    /// <summary>How the times are written. Use it after the column is completed.</summary>
    public TimeNotation Notation { get; private set; }

    /// <summary>Whether the times are dates rather than numbers that only increase.</summary>
    public bool IsCalendar => Notation != TimeNotation.Number;

    /// <summary>The time of each row: for dates, the seconds since the start of the year 1. Use it after the column is completed.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Describes how the times are read; null for ISO dates without a zone and for numbers that only increase.</summary>
    public string? Description => _given?.Description ?? Notation switch
    {
        TimeNotation.EpochSeconds => "times in seconds since 1970",
        TimeNotation.EpochMilliseconds => "times in milliseconds since 1970",
        TimeNotation.DateNumber => "dates yyyyMMdd",
        _ => _dates?.Description,
    };

    /// <inheritdoc/>
    public override string? Add(ReadOnlySpan<char> cell)
    {
        if (_given is not null)
            return _given.Read(cell, out var given) ?? Append(given);
        if (_dates is not null)
            return _dates.Add(cell, _values);
        if (_numbers is not null)
            return AddNumber(cell, "a number, like the previous rows");
        if (format is null && DateReading.TryStart(cell, out _dates))
            return _dates.Add(cell, _values);
        if (_values.Count > 0)
            return DateReading.Iso;
        _numbers = new NumberedDates();
        return AddNumber(cell, format is not null ? "a number" : DateReading.DescribeShortYear(cell)
            ?? "a date such as 2020-01-31 or 2020-01-31T10:30:00, or a number (for other dates, set TableReadOptions.DateFormat; on the command "
                + "line, --date-format)");
    }

    /// <summary>Adds a date.</summary>
    /// <returns>A description of what was expected, or null if the previous rows are dates, too.</returns>
    public override string? Add(DateTime date)
    {
        if (_numbers is not null)
            return "a number, like the previous rows";
        _utcCount += date.Kind == DateTimeKind.Utc ? 1 : 0;
        return Append(CalendarTime.ToSeconds(date));
    }

    /// <inheritdoc/>
    public override string? Complete(out int row)
    {
        row = 0;
        if (_isComplete)
            return null;
        _isComplete = true;
        Notation = _given?.Notation ?? (format is null ? _numbers?.Decide(_values) : TimeNotation.Number) ?? TimeNotation.Date;
        return _dates?.Complete(_values, out row);
    }

    /// <inheritdoc/>
    public override void AddRange(CellColumn source, int start, int count)
    {
        var times = (TimeColumn)source;
        (Notation, _isComplete) = (times.Notation, true);
        _utcCount += times.AreUtc ? count : 0;
        for (var row = start; row < start + count; row++)
            _values.Add(times._values[row]);
    }

    /// <summary>Formats a time for display.</summary>
    public string Format(double time) => Format(time, IsCalendar);

    /// <summary>Formats a time for display.</summary>
    public static string Format(double time, bool isCalendar)
    {
        if (!isCalendar)
            return time.ToString(CultureInfo.InvariantCulture);
        var date = ToDate(time);
        return date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>Converts a time to a date.</summary>
    public static DateTime ToDate(double time) => CalendarTime.ToDate(time);

    private string? AddNumber(ReadOnlySpan<char> cell, string expected)
    {
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            // The first cell decides again.
            _numbers = _values.Count == 0 ? null : _numbers;
            return expected;
        }

        _numbers!.Look(cell.Trim(), number);
        return Append(number);
    }

    private string? Append(double time)
    {
        _values.Add(time);
        return null;
    }
}
