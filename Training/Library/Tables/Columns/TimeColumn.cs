using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>A column of times: ISO dates, with or without a time of day, or numbers.</summary>
internal sealed class TimeColumn : CellColumn
{
    private readonly List<double> _values = [];
    private int _utcCount;

    /// <summary>Whether all cells are dates of UTC, because they have offsets from it or are defined by it.</summary>
    public bool AreUtc => _utcCount > 0 && _utcCount == _values.Count;

    /// <summary>Whether the cells are dates rather than numbers, as determined by the first cell.</summary>
    public bool IsCalendar { get; private set; }

    /// <summary>The time of each row: for dates, the seconds since the start of the year 1.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <inheritdoc/>
    public override string? Add(ReadOnlySpan<char> cell)
    {
        var isDate = CalendarTime.TryParse(cell, out var date);
        var number = 0.0;
        var isNumber = !isDate && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
        if (_values.Count == 0)
            IsCalendar = isDate;
        if (_values.Count == 0 && !isDate && !isNumber)
            return "a date such as 2020-01-31 or 2020-01-31T10:30:00, or a number";
        if (_values.Count > 0 && isDate != IsCalendar)
            return IsCalendar ? "a date such as 2020-01-31 or 2020-01-31T10:30:00, like the previous rows" : "a number, like the previous rows";
        if (!isDate && !isNumber)
            return "a number, like the previous rows";
        _values.Add(isDate ? CalendarTime.ToSeconds(date) : number);
        _utcCount += isDate && date.Kind == DateTimeKind.Utc ? 1 : 0;
        return null;
    }

    /// <summary>Adds a date.</summary>
    /// <returns>A description of what was expected, or null if the previous rows are dates, too.</returns>
    public override string? Add(DateTime date)
    {
        if (_values.Count > 0 && !IsCalendar)
            return "a number, like the previous rows";
        IsCalendar = true;
        _values.Add(CalendarTime.ToSeconds(date));
        _utcCount += date.Kind == DateTimeKind.Utc ? 1 : 0;
        return null;
    }

    /// <inheritdoc/>
    public override void AddRange(CellColumn source, int start, int count)
    {
        var times = (TimeColumn)source;
        IsCalendar = times.IsCalendar;
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
}
