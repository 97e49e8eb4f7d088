using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The forecasts of a model: one row for each step ahead.</summary>
internal static class ForecastTable
{
    /// <summary>Forecasts from the last window of each series, or from every one.</summary>
    /// <exception cref="SequenceDataException">A series is shorter than a window.</exception>
    public static PredictionTable Create(FileScorer model, RowFrame frame, FrameShape shape, bool rolling, CancellationToken cancellation)
    {
        var window = shape.Window!.Value;
        var windows = new List<RowSequence>();
        // Inside the file, what is known ahead of its last rows stands in it; behind it, it has to be added.
        var readsAhead = model.Card.Network.Forecast.FutureCovariates > 0;
        var ahead = readsAhead ? shape.Horizon : 0;
        if (readsAhead)
            frame = rolling ? FutureRows.TrimFuture(frame, shape.Horizon) : FutureRows.Append(frame, shape.Horizon);
        foreach (var segment in frame.Segments)
        {
            // The first window needs its lags, the last one what is known over its horizon.
            var (earliest, last) = (segment.Start + frame.WarmUpRows, segment.End - ahead - window);
            if (last < earliest)
                throw new SequenceDataException($"{frame.Name}: {segment.DisplayName} has {segment.Count - (rolling ? 0 : ahead)} rows, expected at least {window + frame.WarmUpRows + (rolling ? ahead : 0)} for a window of {window}.");
            windows.AddRange(Enumerable.Range(rolling ? earliest : last, rolling ? last - earliest + 1 : 1).Select(start => new RowSequence(start, window, segment)));
        }

        var numbers = PredictionCells.Score(model, frame, windows, cancellation);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (window0, index) in windows.Select((stretch, index) => (stretch, index)))
        {
            for (var step = 0; step < shape.Horizon; step++)
                rows.Add([.. Place(frame, window0), (step + 1).ToString(CultureInfo.InvariantCulture), .. numbers((index * shape.Horizon) + step)]);
        }

        return new PredictionTable([.. Places(frame), "step", .. PredictionCells.GetNames(model)], rows);
    }

    private static IEnumerable<string> Places(RowFrame frame) =>
        new[] { frame.Columns.Series, frame.Times is null ? "row" : frame.Columns.Time }.OfType<string>();

    // The last row that a forecast knows.
    private static IEnumerable<string> Place(RowFrame frame, RowSequence window)
    {
        if (window.Segment.Name is { } name)
            yield return name;
        yield return frame.Times is null
            ? (window.End - window.Segment.Start).ToString(CultureInfo.InvariantCulture)
            : TimeColumn.Format(frame.Times[window.End - 1], frame.IsCalendar);
    }
}
