namespace MlNetRecurrent;

/// <summary>Numbers the cells of a grid, in the local time of its zone if it has one.</summary>
internal sealed class GridClock
{
    private readonly TimeFrequency _frequency;
    private readonly LocalClock? _zone;

    private GridClock(TimeFrequency frequency, LocalClock? zone) => (_frequency, _zone) = (frequency, zone);

    /// <summary>The step of the grid.</summary>
    public TimeFrequency Frequency => _frequency;

    /// <summary>The zone; null for none.</summary>
    public LocalClock? Zone => _zone;

    /// <summary>Creates the clock of a grid.</summary>
    /// <exception cref="ArgumentException">The frequency is invalid, or this machine does not know the time zone.</exception>
    public static GridClock Create(TimeGrid grid) => new(TimeFrequency.Parse(grid.Frequency), RequireZone(grid.TimeZone));

    /// <summary>Returns the clock of a zone; null without one.</summary>
    /// <exception cref="ArgumentException">This machine does not know the time zone.</exception>
    public static LocalClock? RequireZone(string? name)
    {
        if (name is null)
            return null;
        if (LocalClock.Find(name) is { } clock)
            return clock;
        throw new ArgumentException(DescribeUnknown(name));
    }

    /// <summary>Describes a time zone that this machine does not know.</summary>
    public static string DescribeUnknown(string name)
    {
        var names = LocalClock.GetNames().ToList();
        if (names.Count <= 1)
            return $"The time zone is '{name}', but this machine has no data on time zones: install them (the package tzdata on Linux).";

        // The city alone is a frequent mistake.
        var nearest = names.FirstOrDefault(zone => zone.EndsWith($"/{name}", StringComparison.OrdinalIgnoreCase)) ?? NearestName.Find(name, names);
        return $"The time zone is '{name}', which this machine does not know: expected an IANA name such as {nearest ?? "Europe/Berlin"}.";
    }

    /// <summary>Returns the number of the cell that contains a time: with a zone, of UTC.</summary>
    public long GetIndex(double time) => _frequency.GetIndex(ToClock(time));

    /// <summary>Returns the number of steps from the origin to a time: see <see cref="TimeFrequency.GetPosition"/>.</summary>
    public double GetPosition(double time) => _frequency.GetPosition(ToClock(time));

    /// <summary>Returns the time at which a cell begins, with a zone in UTC; NaN if the calendar has no such date.</summary>
    public double GetStart(long index)
    {
        var start = _frequency.GetStart(index);
        return _zone is null || double.IsNaN(start) ? start
            : _frequency.HasWholeDays ? _zone.ToUtc(start)
            : _zone.FromStandard(start);
    }

    private double ToClock(double time) => _zone is null ? time : _frequency.HasWholeDays ? _zone.ToLocal(time) : _zone.ToStandard(time);
}
