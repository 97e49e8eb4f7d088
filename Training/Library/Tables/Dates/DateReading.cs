using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Reads a column of dates whose format the cells decide: the first one, and the order of day and month a later one.</summary>
internal sealed class DateReading
{
    private const string Hint = "(for other dates, set TableReadOptions.DateFormat; on the command line, --date-format)";
    /// <summary>What is expected of a cell after ISO dates.</summary>
    public const string Iso = "a date such as 2020-01-31 or 2020-01-31T10:30:00, like the previous rows";

    // The dates before the first one that says what is the day and what the month.
    private readonly List<DateText> _open = [];
    private DateShape _shape;
    private bool _isShort;
    private (int Row, string Cell)? _ambiguous;

    private DateReading(DateText first) => (_shape, HasZone) = (first.Shape, first.Offset is not null);

    /// <summary>Whether the times have zones, and are converted to UTC.</summary>
    public bool HasZone { get; }

    /// <summary>Describes the format; null for ISO dates without a zone.</summary>
    public string? Description
    {
        get
        {
            var zone = HasZone ? "times with a zone, converted to UTC" : null;
            var isIso = _shape is (DateOrder.YearFirst or DateOrder.YearMonth, '-');
            var format = isIso ? null : $"dates {_shape.GetFormat(_isShort)}";
            return format is null ? zone : zone is null ? format : $"{format}, {zone}";
        }
    }

    /// <summary>Starts with the first cell of a column.</summary>
    /// <returns>Whether the cell is a date, and not a number.</returns>
    public static bool TryStart(ReadOnlySpan<char> cell, [NotNullWhen(true)] out DateReading? reading)
    {
        var isDate = DateText.TryParse(cell, out var date) && date.Shape.Order != DateOrder.Digits;
        reading = isDate ? new DateReading(date) : null;
        return isDate;
    }

    /// <summary>Describes what is expected instead of a date whose year has two digits; null for other cells.</summary>
    public static string? DescribeShortYear(ReadOnlySpan<char> cell)
    {
        var text = cell.Trim();
        var end = text.IndexOfAny(' ', 'T');
        var date = end < 0 ? text : text[..end];
        if (date.Length is < 6 or > 8 || date[^3] is not ('.' or '/' or '-')
            || !DateText.TryParse([.. date[..^2], '2', '0', .. date[^2..]], out var parts))
            return null;
        var format = parts.Shape.GetFormat(parts.IsShort).Replace("yyyy", "yy", StringComparison.Ordinal);
        return $"a date whose year has four digits (for two digits, set TableReadOptions.DateFormat; on the command line, --date-format {format})";
    }

    /// <summary>Adds a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="values">Receives the dates that are certain, in seconds since the start of the year 1.</param>
    /// <returns>A description of what was expected, or null if the cell is valid.</returns>
    public string? Add(ReadOnlySpan<char> cell, ChunkedList<double> values)
    {
        if (!DateText.TryParse(cell, out var date) || (date.Shape.Order, date.Shape.Separator) != (Written, _shape.Separator))
            return DescribeExpected();
        if (date.Offset is not null != HasZone)
            return $"a time {(HasZone ? "with" : "without")} a zone, like the previous rows";
        if (_shape.Order == DateOrder.DayOrMonthFirst && !Decide(date, values))
        {
            if (date.First != date.Second)
                _ambiguous ??= (values.Count + _open.Count, cell.Trim().ToString());
            _isShort |= date.IsShort;
            if (date.Convert(DateOrder.DayFirst) is null)
                return DescribeExpected();
            _open.Add(date);
            return null;
        }

        if (date.Convert(_shape.Order) is not { } time)
            return DescribeExpected();
        _isShort |= date.IsShort;
        values.Add(time);
        return null;
    }

    /// <summary>Ends the column.</summary>
    /// <returns>A sentence that says in which two ways the dates can be read, or null if there is only one.</returns>
    public string? Complete(ChunkedList<double> values, out int row)
    {
        row = _ambiguous?.Row ?? 0;
        if (_shape.Order != DateOrder.DayOrMonthFirst)
            return null;
        var (day, month) = (_shape with { Order = DateOrder.DayFirst }, _shape with { Order = DateOrder.MonthFirst });
        if (_ambiguous is { } ambiguous)
        {
            var (first, second) = (day.GetFormat(_isShort), month.GetFormat(_isShort));
            return $"the date '{ambiguous.Cell}' can be read as {first} or as {second}, and no date of the column decides: set "
                + $"TableReadOptions.DateFormat (on the command line, --date-format {first} or --date-format {second}).";
        }

        // Day and month are equal in all dates.
        Settle(DateOrder.DayFirst, values);
        return null;
    }

    // The order as the cells show it: that of day and month is known only from all of them.
    private DateOrder Written => _shape.Separator != '.' && _shape.Order is DateOrder.DayFirst or DateOrder.MonthFirst
        ? DateOrder.DayOrMonthFirst
        : _shape.Order;

    private bool Decide(DateText date, ChunkedList<double> values)
    {
        if (date.First <= 12 == date.Second <= 12)
            return false;
        Settle(date.First > 12 ? DateOrder.DayFirst : DateOrder.MonthFirst, values);
        return true;
    }

    private void Settle(DateOrder order, ChunkedList<double> values)
    {
        _shape = _shape with { Order = order };
        foreach (var date in _open)
            values.Add(date.Convert(order)!.Value);
        _open.Clear();
        _open.TrimExcess();
    }

    private string DescribeExpected() => _shape is (DateOrder.YearFirst, '-')
        ? Iso
        : string.Create(CultureInfo.InvariantCulture, $"a date in the format {_shape.GetFormat(_isShort)}, like the previous rows {Hint}");
}
