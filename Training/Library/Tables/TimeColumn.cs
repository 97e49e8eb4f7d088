using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>A column of times: ISO dates, with a time of day or without, or numbers.</summary>
internal sealed class TimeColumn : CellColumn
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ssK",
    ];

    private readonly List<double> _values = [];

    /// <summary>Whether the cells are dates, rather than numbers; what the first cell is decides.</summary>
    public bool IsCalendar { get; private set; }

    /// <summary>The time of each row: seconds since the year 1, or the number itself.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <inheritdoc/>
    public override string? Add(string cell)
    {
        var isDate = DateTime.TryParseExact(cell, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces, out var date);
        var number = 0.0;
        var isNumber = !isDate && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
        if (_values.Count == 0)
            IsCalendar = isDate;
        if (_values.Count == 0 && !isDate && !isNumber)
            return "a date such as 2020-01-31 or 2020-01-31T10:30:00, or a number";
        if (_values.Count > 0 && isDate != IsCalendar)
            return IsCalendar ? "a date such as 2020-01-31 or 2020-01-31T10:30:00, like the rows before it" : "a number, like the rows before it";
        if (!isDate && !isNumber)
            return "a number, like the rows before it";
        _values.Add(isDate ? date.Ticks / (double)TimeSpan.TicksPerSecond : number);
        return null;
    }

    /// <summary>A time as people read it.</summary>
    public string Format(double time) => Format(time, IsCalendar);

    /// <summary>A time as people read it.</summary>
    public static string Format(double time, bool isCalendar)
    {
        if (!isCalendar)
            return time.ToString(CultureInfo.InvariantCulture);
        var date = ToDate(time);
        return date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>The date of a time.</summary>
    public static DateTime ToDate(double time) => new((long)Math.Round(time * 1000) * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
}
