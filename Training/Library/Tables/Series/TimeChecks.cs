namespace MlNetRecurrent.Training;

/// <summary>
/// Reports holes and irregular steps in the times of rows. Windows count rows, so a network reads rows as evenly spaced whatever their times are.
/// </summary>
internal sealed class TimeChecks
{
    private const double MinIrregularShare = 0.01;
    private const int MinSteps = 3;

    private readonly string _place;
    private readonly IReadOnlyList<RowSegment> _segments;
    private readonly double[] _times;
    private readonly bool _isCalendar;
    private readonly Func<int, string> _row;

    private TimeChecks(string place, IReadOnlyList<RowSegment> segments, double[] times, bool isCalendar, Func<int, string> row) =>
        (_place, _segments, _times, _isCalendar, _row) = (place, segments, times, isCalendar, row);

    /// <summary>Checks the times of rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The time column.</param>
    /// <param name="order">The rows of the table in the order of the series.</param>
    /// <param name="segments">The series.</param>
    /// <param name="times">The time of each row, increasing within each series.</param>
    /// <returns>A sentence for each kind of irregularity, three at most.</returns>
    public static IReadOnlyList<string> Check(
        DataTable table, string column, int[] order, IReadOnlyList<RowSegment> segments, double[] times) => new TimeChecks(
            $"{table.Name}, column '{column}'",
            segments,
            times,
            table.GetTimes(column).IsCalendar,
            row => table.DescribeRow(order[row])).Check();

    private List<string> Check()
    {
        var series = _segments
            .Where(segment => segment.Count > MinSteps)
            .Select(segment => SeriesSteps.Create(_times.AsSpan(segment.Start, segment.Count), segment, _isCalendar))
            .ToList();
        var irregular = series.Where(steps => steps.IsIrregular).ToList();
        var regular = series.Except(irregular).ToList();
        var warnings = new List<string>();
        warnings.AddRange(DescribeClockChanges(regular) ?? DescribeHoles(regular));
        warnings.AddRange(DescribeIrregular(irregular.Count > 0 ? irregular : [.. regular.Where(HasUnexplainedSteps)]));
        warnings.AddRange(DescribeFrequencies(regular));
        return warnings;
    }

    // Holes are reported by themselves.
    private static bool HasUnexplainedSteps(SeriesSteps steps) => steps.CountUnexplained() > MinIrregularShare * steps.Sizes.Length;

    private IEnumerable<string> DescribeHoles(List<SeriesSteps> series)
    {
        var holes = series
            .SelectMany(steps => steps.GetHoles().Select(index => (Steps: steps, Index: index, Missing: steps.CountMissing(index))))
            .ToList();
        if (holes.Count == 0)
            yield break;
        var (steps, index, missing) = holes.MaxBy(hole => hole.Missing);
        var total = holes.Sum(hole => hole.Missing);
        var (from, to) = (steps.Segment.Start + index, steps.Segment.Start + index + 1);
        var of = steps.Segment.Name is null ? "" : $" of series {steps.Segment.DisplayName}";
        var count = holes.Count == 1
            ? "a hole in the times: "
            : FormattableString.Invariant($"{holes.Count:N0} holes in the times, with {total:N0} missing rows in all; the longest: ");
        var rows = FormattableString.Invariant($"{missing:N0} row{(missing == 1 ? " is" : "s are")}");
        yield return $"{_place}: {count}{Format(_times[from])}{of} is followed by {Format(_times[to])} "
            + $"in {_row(to)}, {FormatSpan(_times[to] - _times[from])} later, so that {rows} missing at the usual step of "
            + $"{steps.FormatStep(FormatSpan)}. "
            + $"The network reads rows as evenly spaced: fill the {(holes.Count == 1 ? "hole" : "holes")} (DataColumns.Grid; on the command line, "
            + $"train with --frequency {GetFrequency(steps)} --fill interpolate), "
            + $"or give the rows after {(holes.Count == 1 ? "it" : "each")} another series.";
    }

    // Null if there are other holes too.
    private IEnumerable<string>? DescribeClockChanges(List<SeriesSteps> series)
    {
        if (!_isCalendar)
            return null;
        var holes = series.SelectMany(steps => steps.GetHoles().Select(index => (Steps: steps, Index: index))).ToList();
        var zones = holes.Select(hole => FindZone(hole.Steps, hole.Index)).ToList();
        if (holes.Count == 0 || zones.Contains(null))
            return null;
        var (steps, index) = holes[0];
        var (from, to) = (steps.Segment.Start + index, steps.Segment.Start + index + 1);
        var of = steps.Segment.Name is null ? "" : $" of series {steps.Segment.DisplayName}";
        return
        [
            $"{_place}: {Format(_times[from])}{of} is followed by {Format(_times[to])} in {_row(to)}, because summer time begins, as in {zones[0]}"
                + (holes.Count == 1 ? "" : FormattableString.Invariant($"; {holes.Count - 1:N0} more hours are skipped"))
                + ". The network reads rows as evenly spaced: place the rows on a grid with their time zone (TimeGrid.TimeZone; on the command line, "
                + $"train with --frequency {GetFrequency(steps)} --time-zone {zones[0]}).",
        ];

        string? FindZone(SeriesSteps steps, int index) =>
            SummerTime.FindStart(_times[steps.Segment.Start + index], _times[steps.Segment.Start + index + 1], steps.MedianSpan);
    }

    private string GetFrequency(SeriesSteps steps) =>
        TimeStep.Infer(_times.AsSpan(steps.Segment.Start, steps.Segment.Count), _isCalendar)!.GetFrequency();

    private IEnumerable<string> DescribeIrregular(List<SeriesSteps> series)
    {
        if (series.Count == 0)
            yield break;
        var worst = series.MaxBy(steps => steps.GetIrregularShare())!;
        var of = worst.Segment.Name is null ? "" : $" of series {worst.Segment.DisplayName}";
        var more = series.Count == 1 ? "" : FormattableString.Invariant($" {series.Count:N0} of {_segments.Count:N0} series have irregular times.");
        var shortest = worst.Spans.Min();
        // The longest step of all of them: it may be a gap.
        var gap = series.MaxBy(steps => steps.Spans.Max())!;
        var longest = gap.Spans.Max();
        var after = gap.Segment.Start + Array.IndexOf(gap.Spans, longest) + 1;
        yield return FormattableString.Invariant(
            $"{_place}: the times{of} are not evenly spaced: {worst.GetIrregularShare():P0} of the steps differ from the median of ")
            + $"{worst.FormatStep(FormatSpan)} by more than 10 %; they go from {FormatSpan(shortest)} to {FormatSpan(longest)}, the longest before "
            + $"{Format(_times[after])} in {_row(after)}. "
            + "The network reads rows as evenly spaced: place them on a grid (DataColumns.Grid; on the command line, train with --frequency "
            + $"{GetFrequency(worst)}), or add the time since the previous row as a feature.{more}";
    }

    private IEnumerable<string> DescribeFrequencies(List<SeriesSteps> series)
    {
        if (series.Count < 2)
            yield break;
        var usual = series.Select(steps => steps.MedianSpan).Order().ElementAt(series.Count / 2);
        var others = series.Where(steps => steps.DiffersFrom(usual)).ToList();
        if (others.Count > 0)
        {
            yield return FormattableString.Invariant(
                $"{_place}: {others.Count:N0} of {series.Count:N0} series have another step than the usual {FormatSpan(usual)}, such as ")
                + $"{others[0].Segment.DisplayName} with {FormatSpan(others[0].MedianSpan)}: a step means another time in each.";
        }
    }

    private string Format(double time) => TimeColumn.Format(time, _isCalendar);

    private string FormatSpan(double span) => TimeSpanText.Format(span, _isCalendar);
}
