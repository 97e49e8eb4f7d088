namespace MlNetRecurrent.Training;

/// <summary>Finds the seasons whose Fourier terms are future covariates, if the options leave them open.</summary>
internal static class SeasonTerms
{
    /// <summary>Returns the columns with the lengths of seasons; without seasons if none is significant.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="SequenceDataException">The table cannot be read, or no season is found.</exception>
    public static DataColumns Find(TableSource table, TableTrainingOptions options)
    {
        var columns = options.Columns;
        if (columns.Seasons is not { Periods.Count: 0 } seasons)
            return columns;
        var frame = RowFrameReader.Read(
            table, columns with { Seasons = null }, digits: DigitRules.Create(options.Network.Normalization, columns));
        if (columns.Split is null)
            DataSplit.Test(frame, options.TestFraction, whole: false, options.IsStratified);
        // The test rows do not tell which seasons the model knows.
        var series = Enumerable.Range(0, frame.Targets)
            .SelectMany(target => frame.Segments.Select(segment => (double[])
            [
                .. frame.GetTarget(segment, target)
                    .Where((_, row) => frame.Parts[segment.Start + row] != DataPart.Test)
                    .Select(value => (double)value),
            ]))
            .ToList();
        var periods = SeasonSearch.Find(series, GetCalendar(frame)).Select(season => (double)season.Length).ToList();
        return periods.Count > 0 ? columns with { Seasons = seasons with { Periods = periods } } : throw new SequenceDataException(
            $"{frame.Name}: no season is found in the targets: give the lengths of seasons (FourierTerms.Periods; on the command line, --seasons "
                + "24,168), or leave seasons out.");
    }

    private static IReadOnlyList<int> GetCalendar(RowFrame frame)
    {
        if (frame.Times is null || !frame.IsCalendar)
            return [];
        var steps = frame.Segments
            .Where(segment => segment.Count > 1)
            .Select(segment => (frame.Times[segment.End - 1] - frame.Times[segment.Start]) / (segment.Count - 1))
            .Order()
            .ToList();
        return steps.Count == 0 ? [] : CalendarSeasons.GetLengths(Math.Round(steps[steps.Count / 2]));
    }
}
