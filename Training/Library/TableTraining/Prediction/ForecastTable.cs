using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Forecasts as a table: one row for each step ahead.</summary>
internal static class ForecastTable
{
    /// <summary>Forecasts from the last window of each series, or from every window.</summary>
    /// <exception cref="SequenceDataException">A series is shorter than a window.</exception>
    public static PredictionTable Create(FileScorer model, RowFrame frame, FrameShape shape, bool rolling, CancellationToken cancellation)
    {
        var window = shape.Window!.Value;
        var windows = new List<RowSequence>();
        // Rolling forecasts find their future covariates in the table; others need rows after the last one.
        var hasFutureCovariates = model.Card.Network.Forecast.FutureCovariates > 0;
        var ahead = hasFutureCovariates ? shape.Horizon : 0;
        if (hasFutureCovariates)
            frame = rolling ? FutureRows.TrimFuture(frame, shape.Horizon) : FutureRows.Append(frame, shape.Horizon);
        foreach (var segment in frame.Segments)
        {
            // The first window needs its lags, the last one the future covariates over its horizon.
            var (earliest, last) = (segment.Start + frame.WarmUpRows, segment.End - ahead - window);
            if (last < earliest)
            {
                var (rows, needed) = (segment.Count - (rolling ? 0 : ahead), window + frame.WarmUpRows + (rolling ? ahead : 0));
                throw new SequenceDataException(
                    $"{frame.Name}: {segment.DisplayName} has {rows} rows, expected at least {needed} for a window of {window}.");
            }

            var starts = rolling ? Enumerable.Range(earliest, last - earliest + 1) : [last];
            windows.AddRange(starts.Select(start => new RowSequence(start, window, segment)));
        }

        var cells = PredictionCells.Score(model, frame, windows, cancellation);
        var forecasts = new List<IReadOnlyList<string>>();
        foreach (var (index, sequence) in windows.Index())
        {
            for (var step = 0; step < shape.Horizon; step++)
            {
                var number = (step + 1).ToString(CultureInfo.InvariantCulture);
                forecasts.Add([.. DescribeOrigin(frame, sequence), number, .. cells((index * shape.Horizon) + step)]);
            }
        }

        return new PredictionTable([.. GetOriginNames(frame), "step", .. PredictionCells.GetNames(model)], forecasts);
    }

    private static IEnumerable<string> GetOriginNames(RowFrame frame) =>
        new[] { frame.Columns.Series, frame.Times is null ? "row" : frame.Columns.Time }.OfType<string>();

    // The last row of the window.
    private static IEnumerable<string> DescribeOrigin(RowFrame frame, RowSequence window)
    {
        if (window.Segment.Name is { } name)
            yield return name;
        yield return frame.Times is null
            ? (window.End - window.Segment.Start).ToString(CultureInfo.InvariantCulture)
            : TimeColumn.Format(frame.Times[window.End - 1], frame.IsCalendar);
    }
}
