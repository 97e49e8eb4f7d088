using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>
/// The times of rows as cells, also of rows that follow the last one; without a time column the numbers of the rows of each series, from 1.
/// </summary>
internal sealed class PredictionTimes
{
    private readonly RowFrame _frame;
    private readonly string _dateFormat;
    private readonly GridClock? _localClock;
    private readonly Dictionary<RowSegment, TimeStep?> _steps = [];
    private readonly Lazy<TimeStep?> _anyStep;

    public PredictionTimes(RowFrame frame)
    {
        _frame = frame;
        _localClock = frame.Columns.Grid is { TimeZone: not null } grid ? GridClock.Create(grid) : null;
        // One format for the whole column: data frames infer the type of a column from its first cells.
        var times = frame.IsCalendar ? frame.Times! : [];
        _dateFormat = times.Any(time => time != Math.Floor(time)) ? "yyyy-MM-dd'T'HH:mm:ss.fff"
            : times.Any(time => TimeColumn.ToDate(time).TimeOfDay != TimeSpan.Zero) ? "yyyy-MM-dd'T'HH:mm:ss"
            : "yyyy-MM-dd";
        _anyStep = new Lazy<TimeStep?>(() => _frame.Segments.Select(InferStep).FirstOrDefault(step => step is not null));
    }

    /// <summary>The column.</summary>
    public PredictionColumn Column => _frame.Columns.Time is { } time && _frame.Times is not null
        ? new PredictionColumn(time, IsGenerated: false, _frame.IsCalendar ? PredictionKind.Date : PredictionKind.Number)
        : new PredictionColumn("row", Kind: PredictionKind.Integer);

    /// <summary>The number of cells that are empty, because their time is unknown.</summary>
    public int UnknownCount { get; private set; }

    /// <summary>Returns the time of a row.</summary>
    /// <param name="segment">The series.</param>
    /// <param name="row">The row in the frame; the rows from the end of the series continue its regular step.</param>
    /// <returns>The cell; empty if the time is unknown, because no series has two times, or because the calendar ends before it.</returns>
    public string GetCell(RowSegment segment, int row)
    {
        if (_frame.Times is not { } times)
            return (row - segment.Start + 1).ToString(CultureInfo.InvariantCulture);
        if (row < segment.End)
            return Format(times[row]);
        if (!_steps.TryGetValue(segment, out var step))
            _steps[segment] = step = InferStep(segment) ?? _anyStep.Value;
        var time = step?.Add(times[segment.End - 1], row - segment.End + 1) ?? double.NaN;
        UnknownCount += double.IsNaN(time) ? 1 : 0;
        return Format(time);
    }

    private TimeStep? InferStep(RowSegment segment) => TimeStep.Find(_frame, segment);

    private string Format(double time) => double.IsNaN(time) ? ""
        : _localClock is not null ? FormatLocal(_localClock.Frequency, _localClock.Zone!, time)
        : _frame.TimeNotation == TimeNotation.Date ? TimeColumn.ToDate(time).ToString(_dateFormat, CultureInfo.InvariantCulture)
        : _frame.TimeNotation.ToNumber(time).ToString(CultureInfo.InvariantCulture);

    // With the offset from UTC, which tells the two times apart that occur twice.
    private static string FormatLocal(TimeFrequency frequency, LocalClock zone, double time)
    {
        var local = new DateTimeOffset(TimeColumn.ToDate(zone.ToLocal(time)).Ticks, TimeSpan.FromSeconds(zone.GetOffset(time)));
        return local.ToString(frequency.HasWholeDays ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
