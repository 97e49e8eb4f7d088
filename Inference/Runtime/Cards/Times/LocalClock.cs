namespace MlNetRecurrent;

/// <summary>The clock of a time zone: converts UTC to local time and back. Times are the seconds since the start of the year 1.</summary>
internal sealed class LocalClock
{
    private readonly TimeZoneInfo _zone;

    private LocalClock(TimeZoneInfo zone) => _zone = zone;

    /// <summary>The name of the zone.</summary>
    public string Name => _zone.Id;

    /// <summary>Returns the clock of a zone; null if this machine does not know it.</summary>
    public static LocalClock? Find(string name)
    {
        // A name is part of the path of a file on some systems.
        if (name.Contains("..", StringComparison.Ordinal) || !char.IsAsciiLetter(name.FirstOrDefault()) || name.Any(IsForeign))
            return null;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? new LocalClock(zone) : null;

        static bool IsForeign(char character) => !char.IsAsciiLetterOrDigit(character) && character is not ('/' or '_' or '-' or '+' or ' ' or '.');
    }

    /// <summary>Returns the names of all zones that this machine knows.</summary>
    public static IEnumerable<string> GetNames() => TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id);

    /// <summary>Converts UTC to local time.</summary>
    public double ToLocal(double time) => time + GetOffset(time);

    /// <summary>Returns the offset of the local time from UTC, in seconds.</summary>
    public double GetOffset(double time) => _zone.GetUtcOffset(CalendarTime.ToDate(time)).TotalSeconds;

    /// <summary>Converts local standard time, which has no summer time, to UTC.</summary>
    public double FromStandard(double time) => time - _zone.BaseUtcOffset.TotalSeconds;

    /// <summary>Converts UTC to local standard time.</summary>
    public double ToStandard(double time) => time + _zone.BaseUtcOffset.TotalSeconds;

    /// <summary>Whether a local time occurs twice.</summary>
    public bool IsAmbiguous(double local) => _zone.IsAmbiguousTime(ToClock(local));

    /// <summary>Whether a local time is skipped.</summary>
    public bool IsSkipped(double local) => _zone.IsInvalidTime(ToClock(local));

    /// <summary>Converts local time to UTC. A time that is skipped is read as if the clocks had not been changed yet.</summary>
    /// <param name="local">The local time.</param>
    /// <param name="isLater">Whether a time that occurs twice is the later one.</param>
    public double ToUtc(double local, bool isLater = false)
    {
        var clock = ToClock(local);
        if (_zone.IsAmbiguousTime(clock))
        {
            var offsets = _zone.GetAmbiguousTimeOffsets(clock);
            return local - (isLater ? offsets.Min() : offsets.Max()).TotalSeconds;
        }

        // The offset of an hour that is skipped is that of the time before it: zones skip three hours at most.
        var offset = _zone.IsInvalidTime(clock) ? _zone.GetUtcOffset(clock.AddHours(-3)) : _zone.GetUtcOffset(clock);
        return local - offset.TotalSeconds;
    }

    private static DateTime ToClock(double local) => DateTime.SpecifyKind(CalendarTime.ToDate(local), DateTimeKind.Unspecified);
}
