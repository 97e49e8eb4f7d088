using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>
/// Reports holes and irregular steps in the times of rows. Windows count rows, so a network reads rows as evenly spaced whatever their times are.
/// </summary>
internal sealed class TimeChecks
{
    private const double Tolerance = 0.1;
    private const double HoleFactor = 1.5;

    // With a greater share of irregular steps there is no usual step, and steps that are too long are not holes.
    private const double MaxIrregularShare = 0.2;
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
        var irregular = series.Where(steps => steps.GetShare(Tolerance) > MaxIrregularShare).ToList();
        var regular = series.Except(irregular).ToList();
        var warnings = new List<string>();
        warnings.AddRange(DescribeHoles(regular));
        warnings.AddRange(DescribeIrregular(irregular.Count > 0 ? irregular : [.. regular.Where(HasUnexplainedSteps)]));
        warnings.AddRange(DescribeFrequencies(regular));
        return warnings;
    }

    // Steps that are too short, or a little too long: holes are reported by themselves.
    private static bool HasUnexplainedSteps(SeriesSteps steps) =>
        steps.Sizes.Count(size => size <= HoleFactor * steps.Median && !steps.IsUsual(size, Tolerance)) > MinIrregularShare * steps.Sizes.Length;

    private IEnumerable<string> DescribeHoles(List<SeriesSteps> series)
    {
        var holes = series
            .SelectMany(steps => steps.GetHoles(HoleFactor).Select(index => (Steps: steps, Index: index, Missing: steps.CountMissing(index))))
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
            + $"in {_row(to)}, {FormatSpan(_times[to] - _times[from])} later, so that {rows} missing at the usual step of {steps.FormatStep(FormatSpan)}. "
            + "The network reads rows as evenly spaced: fill the hole, or give the rows after it another series.";
    }

    private IEnumerable<string> DescribeIrregular(List<SeriesSteps> series)
    {
        if (series.Count == 0)
            yield break;
        var worst = series.MaxBy(steps => steps.GetShare(Tolerance))!;
        var of = worst.Segment.Name is null ? "" : $" of series {worst.Segment.DisplayName}";
        var more = series.Count == 1 ? "" : FormattableString.Invariant($" {series.Count:N0} of {_segments.Count:N0} series have irregular times.");
        var (shortest, longest) = (worst.Spans.Min(), worst.Spans.Max());
        yield return FormattableString.Invariant(
            $"{_place}: the times{of} are not evenly spaced: {worst.GetShare(Tolerance):P0} of the steps differ from the median of ")
            + $"{worst.FormatStep(FormatSpan)} by more than 10 %; they go from {FormatSpan(shortest)} to {FormatSpan(longest)}. "
            + $"The network reads rows as evenly spaced: resample them, or add the time since the previous row as a feature.{more}";
    }

    private IEnumerable<string> DescribeFrequencies(List<SeriesSteps> series)
    {
        if (series.Count < 2)
            yield break;
        var usual = series.Select(steps => steps.MedianSpan).Order().ElementAt(series.Count / 2);
        var others = series.Where(steps => steps.MedianSpan > HoleFactor * usual || steps.MedianSpan < usual / HoleFactor).ToList();
        if (others.Count > 0)
        {
            yield return FormattableString.Invariant(
                $"{_place}: {others.Count:N0} of {series.Count:N0} series have another step than the usual {FormatSpan(usual)}, such as ")
                + $"{others[0].Segment.DisplayName} with {FormatSpan(others[0].MedianSpan)}: a step means another time in each.";
        }
    }

    private string Format(double time) => TimeColumn.Format(time, _isCalendar);

    private string FormatSpan(double span) => _isCalendar ? TimeSpanText.Format(span) : span.ToString("g6", CultureInfo.InvariantCulture);
}
