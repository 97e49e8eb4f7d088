using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Reads times in a given format, see <see cref="TableReadOptions.DateFormat"/>.</summary>
internal sealed class GivenDates
{
    /// <summary>The format of numbers that only increase.</summary>
    public const string Number = "number";

    private const string Seconds = "epoch-s";
    private const string Milliseconds = "epoch-ms";
    private const DateTimeStyles Styles =
        DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.NoCurrentDateDefault;

    private readonly string _format;
    private readonly bool _hasTimeOfDay;
    private bool? _hasZone;

    private GivenDates(string format)
    {
        _format = format;
        Notation = format switch
        {
            Seconds => TimeNotation.EpochSeconds,
            Milliseconds => TimeNotation.EpochMilliseconds,
            _ => TimeNotation.Date,
        };
        var noon = new DateTime(2001, 2, 3, 12, 0, 0, DateTimeKind.Unspecified);
        _hasTimeOfDay = Notation == TimeNotation.Date && Write(noon, format) != Write(noon.AddHours(1), format);
    }

    /// <summary>How the times are written.</summary>
    public TimeNotation Notation { get; }

    /// <summary>Whether the times are in UTC, because they have zones or are seconds since a time in UTC.</summary>
    public bool AreUtc => Notation != TimeNotation.Date || _hasZone == true;

    /// <summary>Describes the format.</summary>
    public string Description => Notation switch
    {
        TimeNotation.EpochSeconds => "times in seconds since 1970",
        TimeNotation.EpochMilliseconds => "times in milliseconds since 1970",
        _ => $"dates {_format}" + (_hasZone == true ? ", times with a zone, converted to UTC" : ""),
    };

    /// <summary>Creates the reader of a format.</summary>
    /// <exception cref="ArgumentException">The format is not one of .NET, or has no year.</exception>
    public static GivenDates Create(string format)
    {
        if (format is not (Seconds or Milliseconds) && !IsFormat(format))
        {
            throw new ArgumentException(
                $"The date format is '{format}', expected a .NET format with a year, such as dd.MM.yyyy or yyyy-MM-dd HH:mm:ss, or epoch-s, epoch-ms "
                    + "or number.");
        }

        return new GivenDates(format);
    }

    /// <summary>Reads a cell.</summary>
    /// <returns>A description of what was expected, or null if the cell is valid.</returns>
    public string? Read(ReadOnlySpan<char> cell, out double time)
    {
        time = 0;
        if (Notation != TimeNotation.Date)
        {
            if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !IsInCalendar(number))
                return $"a time in {(Notation == TimeNotation.EpochSeconds ? "seconds" : "milliseconds")} since 1970";
            time = Notation.ToTime(number);
            return null;
        }

        if (!TryRead(cell.Trim(), out var date, out var hasZone))
            return $"a date in the format {_format}";
        if (hasZone != (_hasZone ??= hasZone))
            return $"a time {(hasZone ? "without" : "with")} a zone, like the previous rows";
        time = CalendarTime.ToSeconds(date);
        return null;
    }

    private bool TryRead(ReadOnlySpan<char> cell, out DateTime date, out bool hasZone)
    {
        var isWhole = DateTime.TryParseExact(cell, _format, CultureInfo.InvariantCulture, Styles, out date);
        hasZone = isWhole && date.Kind == DateTimeKind.Utc;
        if (isWhole || _hasTimeOfDay)
            return isWhole;
        for (var index = cell.Length - 1; index > 0; index--)
        {
            if (cell[index] is ' ' or 'T'
                && DateText.TryParseTime(cell[index..], out var time, out var offset)
                && DateTime.TryParseExact(cell[..index], _format, CultureInfo.InvariantCulture, Styles, out date)
                && DateText.Shift(date, time, offset) is { } shifted)
            {
                (date, hasZone) = (shifted, offset is not null);
                return true;
            }
        }

        return false;
    }

    private bool IsInCalendar(double number)
    {
        var seconds = Notation == TimeNotation.EpochSeconds ? number : number / 1000;
        return seconds >= (DateTime.MinValue - DateTime.UnixEpoch).TotalSeconds
            && seconds <= (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds - 1;
    }

    // Without a year in the format, .NET takes the current one.
    private static bool IsFormat(string format)
    {
        try
        {
            return format.Length > 1 && HasYear(new DateTime(2001, 1, 1)) && HasYear(new DateTime(2002, 1, 1));
        }
        catch (FormatException)
        {
            return false;
        }

        bool HasYear(DateTime date) =>
            DateTime.TryParseExact(Write(date, format), format, CultureInfo.InvariantCulture, Styles, out var read) && read.Year == date.Year;
    }

    private static string Write(DateTime date, string format) => date.ToString(format, CultureInfo.InvariantCulture);
}
