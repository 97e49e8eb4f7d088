namespace MlNetRecurrent.Training;

/// <summary>Measures the times of rows.</summary>
internal static class TimeMeasure
{
    private const int MinSteps = 2;

    // The last times of some series show the usual step.
    private const int OutlinedRows = 1000;
    private const int OutlinedSeries = 100;

    /// <summary>Measures sorted times.</summary>
    /// <param name="rows">The rows, in the order of their times within each series.</param>
    /// <param name="column">The time column.</param>
    public static TimeProfile Measure(ProfiledRows rows, string column)
    {
        var times = rows.Times!;
        var series = rows.Segments
            .Select(segment => Distinct(times, segment))
            .Where(distinct => distinct.Times.Length > MinSteps)
            .Select(distinct => (distinct.Rows, Steps: SeriesSteps.Create(distinct.Times, distinct.Segment, rows.IsCalendar)))
            .ToList();
        var usual = series.Count == 0 ? null : series.OrderBy(one => one.Steps.MedianSpan).ElementAt(series.Count / 2).Steps;
        var holes = series
            .Where(one => !one.Steps.IsIrregular)
            .SelectMany(one => one.Steps.GetHoles().Select(index => (
                From: one.Rows[index], To: one.Rows[index + 1], Missing: one.Steps.CountMissing(index))))
            .ToList();
        var (repeated, firstRepeated) = FindRepeated(rows, times);
        var longest = holes.Count == 0 ? default : holes.MaxBy(hole => hole.Missing);
        return new TimeProfile
        {
            Column = column,
            From = Format(times.Min()),
            To = Format(times.Max()),
            Step = usual?.FormatStep(FormatSpan),
            OtherStepCount = series.Count(one => one.Steps.DiffersFrom(usual!.MedianSpan)),
            IrregularShare = series.Count == 0 ? 0 : series.Max(one => GetIrregularShare(one.Steps)),
            HoleCount = holes.Count,
            MissingRowCount = holes.Sum(hole => hole.Missing),
            LongestHole = holes.Count == 0 ? null : $"{Format(times[longest.From])} to {Format(times[longest.To])}, {rows.Describe(longest.To)}",
            RepeatedCount = repeated,
            FirstRepeated = firstRepeated < 0 ? null : $"{Format(times[firstRepeated])}, {rows.Describe(firstRepeated)}",
        };

        string Format(double time) => TimeColumn.Format(time, rows.IsCalendar);

        string FormatSpan(double span) => TimeSpanText.Format(span, rows.IsCalendar);
    }

    /// <summary>Finds the first and the last time and the usual step alone, in few rows.</summary>
    /// <param name="rows">The rows, in the order of their times within each series.</param>
    /// <param name="column">The time column.</param>
    public static TimeProfile Outline(ProfiledRows rows, string column)
    {
        RowSegment[] ends = [.. rows.Segments.Take(OutlinedSeries).Select(segment => segment with
        {
            Start = Math.Max(segment.Start, segment.End - OutlinedRows),
            Count = Math.Min(segment.Count, OutlinedRows),
        })];
        var outlined = new ProfiledRows(ends, (_, _, _) => [], rows.Describe) { Times = rows.Times, IsCalendar = rows.IsCalendar };
        return new TimeProfile
        {
            Column = column,
            From = TimeColumn.Format(rows.Segments.Min(segment => rows.Times![segment.Start]), rows.IsCalendar),
            To = TimeColumn.Format(rows.Segments.Max(segment => rows.Times![segment.End - 1]), rows.IsCalendar),
            Step = Measure(outlined, column).Step,
        };
    }

    // Holes are reported by themselves, if there is a usual step.
    private static double GetIrregularShare(SeriesSteps steps) =>
        steps.IsIrregular ? steps.GetIrregularShare() : (double)steps.CountUnexplained() / steps.Sizes.Length;

    private static (int Count, int First) FindRepeated(ProfiledRows rows, double[] times)
    {
        var (count, first) = (0, -1);
        foreach (var segment in rows.Segments)
        {
            for (var row = segment.Start + 1; row < segment.End; row++)
            {
                if (times[row] != times[row - 1])
                    continue;
                count++;
                first = first < 0 ? row : first;
            }
        }

        return (count, first);
    }

    private static (RowSegment Segment, double[] Times, int[] Rows) Distinct(double[] times, RowSegment segment)
    {
        int[] rows = [.. Enumerable.Range(segment.Start, segment.Count).Where(row => row == segment.Start || times[row] != times[row - 1])];
        return (segment, Array.ConvertAll(rows, row => times[row]), rows);
    }
}
