using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The parts of a date in a cell, in the order in which they are written.</summary>
/// <param name="Shape">The order and the separators.</param>
/// <param name="First">The first number.</param>
/// <param name="Second">The second number; 1 for a date without a day.</param>
/// <param name="Third">The third number; 1 for a date without a day.</param>
/// <param name="TimeOfDay">The time after midnight, in ticks.</param>
/// <param name="Offset">What the time is ahead of UTC, in ticks; null without a zone.</param>
/// <param name="IsShort">Whether the day or the month has one digit.</param>
internal readonly record struct DateText(DateShape Shape, int First, int Second, int Third, long TimeOfDay, long? Offset, bool IsShort)
{
    // A time zone is at most 14 hours ahead of UTC.
    private const int MaxOffsetHours = 14;

    /// <summary>Reads a date, perhaps with a time of day and a zone.</summary>
    /// <returns>Whether the text has the form of a date; its numbers may not be those of a day.</returns>
    public static bool TryParse(ReadOnlySpan<char> cell, out DateText date)
    {
        date = default;
        var text = cell.Trim();
        if (!TryParseDate(ref text, out var shape, out var parts, out var isShort))
            return false;
        var (time, offset) = (0L, default(long?));
        if (text.Length > 0 && (shape.Order is DateOrder.YearMonth or DateOrder.Digits || !TryParseTime(text, out time, out offset)))
            return false;
        date = new DateText(shape, parts.First, parts.Second, parts.Third, time, offset, isShort);
        return true;
    }

    /// <summary>Converts the date, in UTC if it has a zone, to seconds since the start of the year 1.</summary>
    /// <param name="order">The order of the parts.</param>
    /// <returns>The seconds; null if there is no such day, or the calendar does not have the time.</returns>
    public double? Convert(DateOrder order)
    {
        var (year, month, day) = order switch
        {
            DateOrder.DayFirst => (Third, Second, First),
            DateOrder.MonthFirst => (Third, First, Second),
            _ => (First, Second, Third),
        };
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return null;
        return Shift(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc), TimeOfDay, Offset) is { } date ? CalendarTime.ToSeconds(date) : null;
    }

    /// <summary>Adds a time of day to a date, and converts the result to UTC; null if the calendar does not have it.</summary>
    public static DateTime? Shift(DateTime date, long timeOfDay, long? offset)
    {
        var ticks = date.Ticks + timeOfDay - (offset ?? 0);
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : new DateTime(ticks, DateTimeKind.Utc);
    }

    /// <summary>Reads what follows a date: a blank or T, a time of day, and perhaps a zone.</summary>
    public static bool TryParseTime(ReadOnlySpan<char> text, out long time, out long? offset)
    {
        (time, offset) = (0, null);
        if (text[0] is not ('T' or 't' or ' '))
            return false;
        text = text[1..].TrimStart(' ');
        if (!TryTake(ref text, 1, 2, out var hour) || !TryTakePair(ref text, out var minute))
            return false;
        var (second, fraction) = (0, 0L);
        if (text is [':', ..] && !TryTakePair(ref text, out second))
            return false;
        if (text is ['.' or ',', ..] && !TryTakeFraction(ref text, out fraction))
            return false;
        if (!TryTakeHalf(ref text, ref hour) || hour > 23 || minute > 59 || second > 59)
            return false;
        time = (((((hour * 60L) + minute) * 60) + second) * TimeSpan.TicksPerSecond) + fraction;
        return text.IsEmpty || TryParseZone(text, out offset);
    }

    private static bool TryParseDate(
        ref ReadOnlySpan<char> text, out DateShape shape, out (int First, int Second, int Third) parts, out bool isShort)
    {
        (shape, parts, isShort) = (default, (0, 1, 1), false);
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        if (digits < 0 && text.Length == 8)
        {
            shape = new DateShape(DateOrder.Digits, '\0');
            var number = int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
            parts = (number / 10_000, number / 100 % 100, number % 100);
            text = default;
            return true;
        }

        if (digits is not (1 or 2 or 4) || text[digits] is not ('-' or '/' or '.'))
            return false;
        var (separator, length) = (text[digits], text.Length);
        TryTake(ref text, 1, 4, out parts.First);
        text = text[1..];
        if (!TryTake(ref text, 1, 2, out parts.Second))
            return false;
        isShort = digits == 1 || length - text.Length == digits + 2;
        if (digits == 4 && text.IsEmpty && separator != '.')
        {
            shape = new DateShape(DateOrder.YearMonth, separator);
            return true;
        }

        if (text.IsEmpty || text[0] != separator)
            return false;
        text = text[1..];
        length = text.Length;
        if (!(digits == 4 ? TryTake(ref text, 1, 2, out parts.Third) : TryTake(ref text, 4, 4, out parts.Third)))
            return false;
        isShort |= length - text.Length == 1;
        shape = new DateShape(digits == 4 ? DateOrder.YearFirst : separator == '.' ? DateOrder.DayFirst : DateOrder.DayOrMonthFirst, separator);
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<char> text, int min, int max, out int number)
    {
        (number, var count) = (0, 0);
        while (count < text.Length && char.IsAsciiDigit(text[count]) && count <= max)
            number = (10 * number) + text[count++] - '0';
        text = text[count..];
        return count >= min && count <= max;
    }

    private static bool TryTakePair(ref ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        if (text is not [':', ..])
            return false;
        text = text[1..];
        return TryTake(ref text, 2, 2, out number);
    }

    // Digits after the seventh, of which pandas writes two, are less than a tick.
    private static bool TryTakeFraction(ref ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        var count = text[1..].IndexOfAnyExceptInRange('0', '9');
        var digits = count < 0 ? text[1..] : text[1..(count + 1)];
        text = text[(digits.Length + 1)..];
        for (var index = 0; index < 7; index++)
            ticks = (10 * ticks) + (index < digits.Length ? digits[index] - '0' : 0);
        return digits.Length > 0;
    }

    private static bool TryTakeHalf(ref ReadOnlySpan<char> text, ref int hour)
    {
        var rest = text.TrimStart([' ', '\u00A0', '\u202F']);
        if (rest.Length < 2 || (rest[0] | 0x20) is not ('a' or 'p') || (rest[1] | 0x20) != 'm')
            return true;
        text = rest[2..];
        if (hour is < 1 or > 12)
            return false;
        hour = (hour % 12) + ((rest[0] | 0x20) == 'p' ? 12 : 0);
        return true;
    }

    private static bool TryParseZone(ReadOnlySpan<char> text, out long? offset)
    {
        text = text.TrimStart(' ');
        offset = 0;
        if (text is "Z" or "z" or "UTC" or "GMT")
            return true;
        if (text is not ['+' or '-', ..])
            return false;
        var sign = text[0] == '-' ? -1 : 1;
        text = text[1..];
        if (!TryTake(ref text, 2, 4, out var number) || number > 9999)
            return false;
        var (hours, minutes) = (number, 0);
        if (text is [':', ..] ? !TryTakePair(ref text, out minutes) : !text.IsEmpty)
            return false;
        if (number > 99)
            (hours, minutes) = (number / 100, number % 100);
        offset = sign * ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute;
        return hours <= MaxOffsetHours && minutes < 60;
    }
}
