namespace MlNetRecurrent.Training;

/// <summary>Recognizes the changes of the clocks in local times whose zone is not known.</summary>
/// <remarks>One zone stands for all that change their clocks on the same days.</remarks>
internal static class SummerTime
{
    private const double Hour = 3600;

    private static readonly string[] Candidates = ["Europe/Berlin", "America/New_York", "Europe/London", "Australia/Sydney"];

    private static readonly Lazy<LocalClock[]> Zones = new(() => [.. Candidates.Select(LocalClock.Find).OfType<LocalClock>()]);

    /// <summary>Returns the zone whose clocks were set back between two rows; null if a time is repeated for another reason.</summary>
    /// <param name="before">The local time of a row.</param>
    /// <param name="after">The local time of the next row, not after it.</param>
    public static string? FindEnd(double before, double after) => before - after > Hour
        ? null
        : Zones.Value.FirstOrDefault(zone => zone.IsAmbiguous(after))?.Name;

    /// <summary>Returns the zone whose clocks were set forward between two rows, so that times are skipped; null for another hole.</summary>
    /// <param name="before">The local time of a row.</param>
    /// <param name="after">The local time of the next row.</param>
    /// <param name="step">The usual step.</param>
    public static string? FindStart(double before, double after, double step) => after - before > step + Hour || step > Hour
        ? null
        : Zones.Value.FirstOrDefault(zone => zone.IsSkipped(before + step) && !zone.IsSkipped(before) && !zone.IsSkipped(after))?.Name;
}
