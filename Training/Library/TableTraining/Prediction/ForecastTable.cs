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
    private readonly List<RowSegment> _short = [];

    private ForecastTable(FileScorer model, RowFrame frame, FrameShape shape, bool rolling)
    {
        (_model, _shape, _rolling) = (model, shape, rolling);
        // Rolling forecasts find their future covariates in the table; others need rows after the last one.
        _frame = !HasFutureCovariates ? frame
            : rolling ? FutureRows.TrimFuture(frame, shape.Horizon)
            : FutureRows.Append(frame, shape.Horizon);
        _times = new PredictionTimes(_frame);
        AddNoteOnFutureRows(frame);
        AddNoteOnEndedSeries(frame);
    }

    // The number of rows after the last window for which the table has future covariates.
    private int Ahead => HasFutureCovariates ? _shape.Horizon : 0;

    private bool HasFutureCovariates => _model.Card.Network.Forecast.FutureCovariates > 0;

    private int Window => _shape.Window!.Value;

    // The minimum number of rows of a window.
    private int MinWindow => _shape.MinWindow ?? Window;

    private IReadOnlyList<string> Targets => _model.Card.TargetNames;

    /// <summary>Forecasts from the last window of each series, or from every window.</summary>
    /// <exception cref="SequenceDataException">All series are shorter than a window.</exception>
    public static PredictionTable Create(FileScorer model, RowFrame frame, FrameShape shape, bool rolling, CancellationToken cancellation) =>
        new ForecastTable(model, frame, shape, rolling).Create(cancellation);

    private PredictionTable Create(CancellationToken cancellation)
    {
        List<RowSequence> windows = [.. _frame.Segments.SelectMany(GetWindows)];
        if (windows.Count == 0)
            throw new SequenceDataException(ExplainNone());
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

        PredictionColumn[] columns = [.. GetColumns()];
        return new PredictionTable(PredictionHeader.Create(columns, _notes), rows)
        {
            Kinds = [.. columns.Select(column => column.Kind)],
            Notes = _notes,
            Warnings = _short.Count == 0 ? [] : [DescribeShort()],
        };
    }

    private IEnumerable<RowSequence> GetWindows(RowSegment segment)
    {
        // The first window needs its lags, the last one the future covariates over its horizon.
        var (first, last) = ((long)segment.Start + _frame.WarmUpRows + MinWindow, segment.End - Ahead);
        if (last < first)
        {
            _short.Add(segment);
            return [];
        }

        var ends = _rolling ? Enumerable.Range((int)first, last - (int)first + 1) : [last];
        return ends.Select(end => FrameShape.CreateWindow(_frame, segment, Window, end));
    }

    private string ExplainNone()
    {
        if (_short.Count > 1)
            return $"{_frame.Name}: all {_short.Count} series have too few rows for {DescribeNeeds()}: {NameShort()}: {AdviseOnShort()}.";
        var (rows, needed) = (_short[0].Count - (_rolling ? 0 : Ahead), (long)MinWindow + _frame.WarmUpRows + (_rolling ? Ahead : 0));
        return $"{_frame.Name}: {_short[0].DisplayName} has {rows} rows, expected at least {needed} for a window of {MinWindow}.";
    }

    private string DescribeShort() =>
        $"{_frame.Name}: {ShortSeries.Count(_short.Count, _frame.Segments.Count)} too few rows for {DescribeNeeds()} and "
        + $"{(_short.Count == 1 ? "gets" : "get")} no forecast: {NameShort()}: {AdviseOnShort()}.";

    private string DescribeNeeds() => (_shape with { Horizon = _rolling ? Ahead : 0 }).DescribeNeeds(_frame, Window);

    private string NameShort() => ShortSeries.Names([.. _short.Select(segment => segment with { Count = segment.Count - (_rolling ? 0 : Ahead) })]);

    private string AdviseOnShort() => _shape.MinWindow is null ? $"add rows to them, or train a model with other windows: {ShortSeries.Advice}"
        : "add rows to them";

    private IEnumerable<PredictionColumn> GetColumns()
    {
        if (_frame.Columns.Series is { } series)
            yield return new PredictionColumn(series, IsGenerated: false, PredictionKind.Text);
        yield return _times.Column;
        if (_rolling)
            yield return new PredictionColumn("origin", Kind: _times.Column.Kind);
        yield return new PredictionColumn("step", Kind: PredictionKind.Integer);
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
        var (history, series) = (MinWindow + _frame.WarmUpRows, _frame.Segments.Count - _short.Count);
        _notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{(long)history * series:N0} {((long)history * series == 1 ? "row has" : "rows have")} no forecast: "
            + $"the first {(history == 1 ? "row" : $"{history:N0} rows")} of {(series == 1 ? "the series" : $"each of {series:N0} series")} "
            + $"{(history == 1 ? "is" : "are")} the history of its first forecast."));
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

    // A series that ended is forecast from its own last row, not from the last time of the table.
    private void AddNoteOnEndedSeries(RowFrame all)
    {
        if (_rolling || all.Times is not { } times || all.Segments.Count == 1)
            return;
        var series = all.Segments
            .Select((segment, index) => (Segment: segment, End: segment.End - (all.FutureRowCounts.Count == 0 ? 0 : all.FutureRowCounts[index])))
            .Where(of => of.End > of.Segment.Start)
            .Select(of => (of.Segment, End: times[of.End - 1]))
            .ToList();
        var last = series.Max(of => of.End);
        var ended = series.Where(of => of.End < last).ToList();
        if (ended.Count == 0)
            return;
        var names = NameList.Join([.. ended.Select(of => $"{of.Segment.DisplayName} ({TimeColumn.Format(of.End, all.IsCalendar)})")]);
        _notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{ended.Count:N0} of {series.Count:N0} series {(ended.Count == 1 ? "ends" : "end")} before the last time, "
            + $"{TimeColumn.Format(last, all.IsCalendar)}, and {(ended.Count == 1 ? "is" : "are")} forecast from "
            + $"{(ended.Count == 1 ? "its" : "their")} own last row: {names}."));
    }
}
