namespace MlNetRecurrent.Training;

/// <summary>
/// Checks that float32, which holds about 7 digits, can hold the values of a table. Networks, exported files and their hosts read float32, so
/// training on shifted values alone would not help.
/// </summary>
internal sealed class DigitChecks
{
    // A column is refused if neighboring floats are farther apart than this share of its deviation.
    private const double MaxSpacing = 0.01;

    // Scales below are treated as those of a constant feature, see Standardization.
    private const double MinDeviation = 1e-30;
    private const int MaxColumns = 3;

    private readonly DataTable _table;
    private readonly int[] _order;
    private readonly IReadOnlyList<RowSegment> _segments;
    private readonly DigitRules _rules;

    private DigitChecks(DataTable table, int[] order, IReadOnlyList<RowSegment> segments, DigitRules rules) =>
        (_table, _order, _segments, _rules) = (table, order, segments, rules);

    /// <summary>Checks the number columns of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="order">The rows of the table in the order of the series.</param>
    /// <param name="segments">The series.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rules">What is compared with the rounding.</param>
    /// <returns>Warnings: a sentence for each column that loses digits, the first few of them.</returns>
    /// <exception cref="SequenceDataException">The spacing of float32 exceeds 1 % of the standard deviation of a column.</exception>
    public static IReadOnlyList<string> Check(
        DataTable table, int[] order, IReadOnlyList<RowSegment> segments, IEnumerable<string> columns, DigitRules rules)
    {
        var checks = new DigitChecks(table, order, segments, rules);
        var warnings = columns.Distinct().Select(checks.Check).OfType<string>().ToList();
        if (warnings.Count <= MaxColumns)
            return warnings;
        var more = warnings.Count - MaxColumns;
        return [.. warnings.Take(MaxColumns), FormattableString.Invariant($"{table.Name}: {more} more columns lose digits in float32.")];
    }

    // Throws for a refused column, and returns the warning for others.
    private string? Check(string column)
    {
        var values = _table.GetNumbers(column);
        var all = Measure(values, 0, _order.Length);
        var deviation = all.StandardDeviation;
        if (deviation == 0)
            return null;
        if (IsLost(all, deviation) && IsLost(all, Math.Max(deviation, _rules.GetTrainedDeviation(column))))
            throw Refuse(column, null, all);
        string? warning = null;
        foreach (var segment in _segments.Where(segment => segment.Name is not null && _rules.PerSeries != SeriesRule.None))
        {
            var series = Measure(values, segment.Start, segment.End);
            if (series.StandardDeviation == 0 || !IsLost(series, series.StandardDeviation))
                continue;
            if (_rules.PerSeries == SeriesRule.Refuse)
                throw Refuse(column, segment, series);
            warning ??= $"{Locate(column)}: digits are lost in float32: {DescribeLoss(segment, series)}.";
        }

        warning ??= DigitLoss.Find(values, all, _table.DescribeRow) is { } loss ? $"{Locate(column)}: {loss}." : null;
        return warning ?? (DigitLoss.FindTypical(values, MaxSpacing) is { } typical ? $"{Locate(column)}: {typical}." : null);
    }

    private static bool IsLost(NumberStatistics numbers, double deviation) =>
        deviation < MinDeviation || numbers.Spacing > MaxSpacing * deviation;

    private NumberStatistics Measure(NumberList values, int start, int end)
    {
        var statistics = new NumberStatistics();
        for (var index = start; index < end; index++)
        {
            if (!double.IsNaN(values[_order[index]]))
                statistics.Add(values[_order[index]]);
        }

        return statistics;
    }

    private SequenceDataException Refuse(string column, RowSegment? segment, NumberStatistics numbers)
    {
        var advice = numbers.StandardDeviation < MinDeviation
            ? FormattableString.Invariant($"multiply it by 1e{-(int)Math.Floor(Math.Log10(numbers.StandardDeviation))}")
            : RoundConstant.Find(numbers, DigitLoss.MinLoss * numbers.StandardDeviation) is { } constant ? RoundConstant.Advise(constant)
            : "subtract a constant near its mean from it";
        return new SequenceDataException(
            $"{Locate(column)}: float32 cannot hold these digits: {DescribeLoss(segment, numbers)}. "
            + $"The column needs another origin or unit: {advice} first, in the data and in the values that the application feeds to the model.");
    }

    private static string DescribeLoss(RowSegment? segment, NumberStatistics numbers)
    {
        var of = segment is null ? "" : $" of series {segment.DisplayName}";
        return FormattableString.Invariant(
            $"the values{of} around {RoundConstant.Format(RoundConstant.Round(numbers.Mean, 3))} are rounded to multiples of {numbers.Spacing:g3}, ")
            + FormattableString.Invariant($"and their standard deviation is only {numbers.StandardDeviation:g3}");
    }

    private string Locate(string column) => $"{_table.Name}, column '{column}'";
}
