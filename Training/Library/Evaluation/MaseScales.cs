namespace MlNetRecurrent.Training;

/// <summary>The scales of MASE of each series: the mean absolute error of the seasonal naive forecast within its own training rows.</summary>
/// <param name="frame">The rows; those that are not test rows are training rows.</param>
/// <param name="season">The season length in rows.</param>
internal sealed class MaseScales(RowFrame frame, int season)
{
    /// <summary>Returns the scale of each target of a series; NaN if its training rows are constant or not longer than a season.</summary>
    public IReadOnlyList<double> GetScales(RowSegment series) =>
        [.. Enumerable.Range(0, frame.Targets).Select(target => Compute(series, target))];

    /// <summary>Returns the mean scale of each target over the series that have one; NaN if none has.</summary>
    public IReadOnlyList<double> GetMeans()
    {
        var scales = frame.Segments.Select(GetScales).ToList();
        return [.. Enumerable.Range(0, frame.Targets).Select(target =>
            scales.Select(series => series[target]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())];
    }

    /// <summary>
    /// Adds the scales of single series to a card of version 0.1, which has only their mean, as far as the frame contains their training rows.
    /// </summary>
    /// <param name="data">The data summary of the card.</param>
    /// <param name="frame">The rows, in which the training rows are marked.</param>
    public static DataSummary Complete(DataSummary data, RowFrame frame)
    {
        if (data.MaseScales is null || data.TrainingSeries is not { } training || !NeedsScales(training))
            return data;
        var scales = new MaseScales(frame, data.SeasonLength ?? 1);
        var segments = frame.Segments.DistinctBy(segment => segment.Name ?? "").ToDictionary(segment => segment.Name ?? "", StringComparer.Ordinal);
        return data with { TrainingSeries = [.. training.Select(AddScales)] };

        SeriesFingerprint AddScales(SeriesFingerprint series) =>
            series.MaseScales is null && segments.GetValueOrDefault(series.Name ?? "") is { } rows && rows.Name == series.Name
                ? series with { MaseScales = scales.GetScales(rows) }
                : series;
    }

    /// <summary>
    /// Returns the scale of each target of a series, from a card by its name; for a series without training rows from all of its rows. Null if the
    /// model has no scales.
    /// </summary>
    /// <param name="data">The data summary of the card.</param>
    /// <param name="frame">The rows.</param>
    public static Func<RowSegment, IReadOnlyList<double>?>? FromCard(DataSummary? data, RowFrame frame)
    {
        if (data?.MaseScales is not { } means)
            return null;
        var training = data.TrainingSeries ?? [];
        // The rows of a later training run stand behind those of earlier ones and replace their scales.
        var scales = new Dictionary<string, IReadOnlyList<double>?>(StringComparer.Ordinal);
        foreach (var series in training)
            scales[series.Name ?? ""] = series.MaseScales;
        var own = new MaseScales(frame with { Parts = new DataPart[frame.RowCount] }, data.SeasonLength ?? 1);
        // The mean over a single series is its own scale.
        var single = NeedsScales(training) ? null : means;
        return segment => segment.Name is { } name && training.Count > 0 && !scales.ContainsKey(name)
            ? own.GetScales(segment)
            : scales.GetValueOrDefault(segment.Name ?? "") ?? single;
    }

    private static bool NeedsScales(IReadOnlyList<SeriesFingerprint> training) =>
        training.Select(series => series.Name).Distinct(StringComparer.Ordinal).Skip(1).Any();

    // Differences within the training rows alone: test rows can stand anywhere if a column assigns the parts.
    private double Compute(RowSegment series, int target)
    {
        var (sum, count) = (0.0, 0);
        for (var row = series.Start + season; row < series.End; row++)
        {
            if (frame.Parts[row] == DataPart.Test || frame.Parts[row - season] == DataPart.Test)
                continue;
            sum += Math.Abs((double)frame.GetTarget(row, target) - frame.GetTarget(row - season, target));
            count++;
        }

        return sum > 0 ? sum / count : double.NaN;
    }
}
