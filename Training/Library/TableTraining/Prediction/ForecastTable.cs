using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Forecasts as a table: one row for each step ahead, with the time that it forecasts.</summary>
internal sealed class ForecastTable
{
    private readonly FileScorer _model;
    private readonly FrameShape _shape;
    private readonly bool _rolling;
    private readonly RowFrame _frame;
    private readonly PredictionTimes _times;
    private readonly List<string> _notes = [];

    private ForecastTable(FileScorer model, RowFrame frame, FrameShape shape, bool rolling)
    {
        (_model, _shape, _rolling) = (model, shape, rolling);
        // Rolling forecasts find their future covariates in the table; others need rows after the last one.
        _frame = !HasFutureCovariates ? frame
            : rolling ? FutureRows.TrimFuture(frame, shape.Horizon)
            : FutureRows.Append(frame, shape.Horizon);
        _times = new PredictionTimes(_frame);
        AddNoteOnFutureRows(frame);
    }

    private bool HasFutureCovariates => _model.Card.Network.Forecast.FutureCovariates > 0;

    private int Window => _shape.Window!.Value;

    private IReadOnlyList<string> Targets => _model.Card.TargetNames;

    /// <summary>Forecasts from the last window of each series, or from every window.</summary>
    /// <exception cref="SequenceDataException">A series is shorter than a window.</exception>
    public static PredictionTable Create(FileScorer model, RowFrame frame, FrameShape shape, bool rolling, CancellationToken cancellation) =>
        new ForecastTable(model, frame, shape, rolling).Create(cancellation);

    private PredictionTable Create(CancellationToken cancellation)
    {
        List<RowSequence> windows = [.. _frame.Segments.SelectMany(GetWindows)];
        var cells = PredictionCells.Score(_model, _frame, windows, cancellation);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (index, window) in windows.Index())
        {
            for (var step = 0; step < _shape.Horizon; step++)
            {
                string[] forecasts = [.. cells((index * _shape.Horizon) + step)];
                rows.Add(
                [
                    .. GetKeys(window, window.End + step, (step + 1).ToString(CultureInfo.InvariantCulture)),
                    .. forecasts[..Targets.Count],
                    .. GetActual(window.Segment, window.End + step),
                    .. forecasts[Targets.Count..],
                ]);
            }
        }

        if (_rolling)
            AddNoteOnFirstRows();
        if (_times.UnknownCount > 0)
        {
            _notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{_times.UnknownCount:N0} forecasts have no time: no series has two rows to infer the time step, or the calendar ends before it."));
        }

        return new PredictionTable(PredictionHeader.Create([.. GetColumns()], _notes), rows) { Notes = _notes };
    }

    private IEnumerable<RowSequence> GetWindows(RowSegment segment)
    {
        // The first window needs its lags, the last one the future covariates over its horizon.
        var ahead = HasFutureCovariates ? _shape.Horizon : 0;
        var (first, last) = ((long)segment.Start + _frame.WarmUpRows, segment.End - ahead - Window);
        if (last < first)
        {
            var (rows, needed) = (segment.Count - (_rolling ? 0 : ahead), (long)Window + _frame.WarmUpRows + (_rolling ? ahead : 0));
            throw new SequenceDataException(
                $"{_frame.Name}: {segment.DisplayName} has {rows} rows, expected at least {needed} for a window of {Window}.");
        }

        var starts = _rolling ? Enumerable.Range((int)first, last - (int)first + 1) : [last];
        return starts.Select(start => new RowSequence(start, Window, segment));
    }

    private IEnumerable<PredictionColumn> GetColumns()
    {
        if (_frame.Columns.Series is { } series)
            yield return new PredictionColumn(series, IsGenerated: false);
        yield return _times.Column;
        if (_rolling)
            yield return new PredictionColumn("origin");
        yield return new PredictionColumn("step");
        PredictionColumn[] forecasts = [.. PredictionCells.GetColumns(_model)];
        IEnumerable<PredictionColumn> actual = _rolling ? Targets.Select(target => new PredictionColumn($"{target} actual")) : [];
        foreach (var column in forecasts[..Targets.Count].Concat(actual).Concat(forecasts[Targets.Count..]))
            yield return column;
    }

    // The series, the time that is forecast, and for rolling forecasts the origin: the time of the last row that the forecast knows.
    private IEnumerable<string> GetKeys(RowSequence window, int row, string step)
    {
        if (window.Segment.Name is { } name)
            yield return name;
        yield return _times.GetCell(window.Segment, row);
        if (_rolling)
            yield return _times.GetCell(window.Segment, window.End - 1);
        yield return step;
    }

    // The values of the row that is forecast; empty where they are not known yet.
    private IEnumerable<string> GetActual(RowSegment segment, int row) => !_rolling ? [] : Enumerable.Range(0, Targets.Count)
        .Select(target => row < segment.End ? _frame.GetTarget(row, target) : float.NaN)
        .Select(value => float.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture));

    private void AddNoteOnFirstRows()
    {
        var (history, series) = (Window + _frame.WarmUpRows, _frame.Segments.Count);
        _notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{(long)history * series:N0} rows have no forecast: the first {history:N0} rows of "
            + $"{(series == 1 ? "the series" : $"each of {series:N0} series")} are the history of its first forecast."));
    }

    private void AddNoteOnFutureRows(RowFrame all)
    {
        var ignored = all.FutureRowCounts.Sum(count => (long)Math.Max(0, count - _shape.Horizon));
        if (HasFutureCovariates && ignored > 0)
        {
            _notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{ignored:N0} future rows have no forecast: they are more than the horizon of {_shape.Horizon:N0} after the last target."));
        }
    }
}
