namespace MlNetRecurrent.Training;

/// <summary>Counts the rows of a table while it is read, and reports them a few times per second.</summary>
internal sealed class ReadMeter
{
    // A power of 2: the clock is looked at after so many rows.
    private const int RowsPerLook = 1 << 12;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly IProgress<TableReadProgress> _progress;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private TimeSpan _reported;
    private long _rows;

    /// <summary>Starts to count.</summary>
    public ReadMeter(IProgress<TableReadProgress> progress, TimeProvider clock)
    {
        (_progress, _clock) = (progress, clock);
        _start = clock.GetTimestamp();
    }

    /// <summary>Returns the fraction of the source that has been read, 0 to 1; null for an unknown one.</summary>
    public Func<double?> Fraction { get; set; } = () => null;

    /// <summary>Counts a row.</summary>
    public void Count()
    {
        if ((++_rows & (RowsPerLook - 1)) == 0)
            Look();
    }

    /// <summary>Reports the end.</summary>
    /// <param name="rows">The number of rows; null if reading has failed.</param>
    public void End(int? rows) => _progress.Report(
        new TableReadProgress(rows ?? _rows, rows is null ? Fraction() : 1, _clock.GetElapsedTime(_start), HasEnded: true));

    private void Look()
    {
        var elapsed = _clock.GetElapsedTime(_start);
        if (elapsed - _reported < Interval)
            return;
        _reported = elapsed;
        _progress.Report(new TableReadProgress(_rows, Fraction(), elapsed, HasEnded: false));
    }
}
