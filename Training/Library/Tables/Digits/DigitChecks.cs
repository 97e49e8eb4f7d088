using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>
/// Checks that float32, which holds about 7 digits, can hold the values of a table. Networks, exported files and their hosts read float32, so training
/// on shifted values alone would not help.
/// </summary>
internal sealed class DigitChecks
{
    // Rounded by more than this share of its deviation, a column is refused.
    private const double MaxRounding = 0.01;

    // Rounded by more than this share of its deviation, a column loses digits worth a warning.
    private const double MinLoss = 1e-4;

    // Scales below are treated as those of a constant feature, see Standardization.
    private const double MinDeviation = 1e-30;
    private const int MaxCount = 1000;
    private const int MaxSample = 10_001;
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
    /// <exception cref="SequenceDataException">Float32 rounds a column by more than 1 % of its standard deviation.</exception>
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
            warning ??= $"{Locate(column)}: {DescribeLoss(segment, series)}";
        }

        return warning ?? FindLoss(column, values, all) ?? FindTypicalLoss(column, values);
    }

    private static bool IsLost(NumberStatistics numbers, double deviation) =>
        deviation < MinDeviation || numbers.Spacing / 2 > MaxRounding * deviation;

    private NumberStatistics Measure(double[] values, int start, int end)
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
            : RoundConstant.Find(numbers, MinLoss * numbers.StandardDeviation) is { } constant ? RoundConstant.Advise(constant)
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

    // Values that float32 changes: whole numbers at all, others by more than a share of the deviation.
    private string? FindLoss(string column, double[] values, NumberStatistics all)
    {
        var (count, example, isWhole) = (0, -1, true);
        for (var row = 0; row < values.Length && count < MaxCount; row++)
        {
            var value = values[row];
            var loss = Math.Abs(value - (float)value);
            if (!(loss > 0) || !(loss > MinLoss * all.StandardDeviation || Math.Abs(value) < 1e15 && value == Math.Round(value)) || !LosesDigits(value))
                continue;
            count++;
            isWhole &= value == Math.Round(value);
            if (example < 0)
                example = row;
        }

        if (count == 0)
            return null;
        var advice = RoundConstant.Find(all, isWhole ? 0.5 : MinLoss * all.StandardDeviation) is { } constant
            ? $"to keep them, {RoundConstant.Advise(constant)} first, in the data and in the application"
            : "if it is an identifier, leave the column out or read it as text";
        var number = FormattableString.Invariant($"{count:N0}{(count == MaxCount ? " or more" : "")} of {values.Length:N0} values");
        var changed = string.Create(CultureInfo.InvariantCulture, $"{Format(values[example])} becomes {Format((float)values[example])}");
        return $"{Locate(column)}: digits are lost in float32, which holds about 7: {number}, such as line {_table.GetLine(example)}, where {changed}: {advice}.";
    }

    // Outliers can hide that all other values are rounded: the quartiles do not see them.
    private string? FindTypicalLoss(string column, double[] values)
    {
        var step = Math.Max(1, values.Length / MaxSample);
        var sample = Enumerable.Range(0, values.Length / step).Select(index => values[index * step]).Where(double.IsFinite).Order().ToArray();
        if (sample.Length < 8)
            return null;
        var (lower, median, upper) = (sample[sample.Length / 4], sample[sample.Length / 2], sample[sample.Length * 3 / 4]);
        // The quartiles of a normal distribution are 1.349 standard deviations apart.
        var deviation = (upper - lower) / 1.349;
        var spacing = NumberStatistics.GetSpacing(median);
        if (deviation <= Math.Abs(median) * 1e-13 || spacing / 2 <= MaxRounding * deviation)
            return null;
        return $"{Locate(column)}: digits are lost in float32: most values are near {RoundConstant.Format(median)}, where they are rounded to multiples of "
            + FormattableString.Invariant($"{spacing:g3}, and half of them are within {upper - lower:g3}: check the outliers, or subtract a constant first.");
    }

    // Whether the shortest text of the float is another number.
    private static bool LosesDigits(double value) =>
        double.Parse(((float)value).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) != value;

    private static string Format(double value) => value.ToString(Math.Abs(value) is >= 1e-4 and < 1e15 ? "0.#################" : "R", CultureInfo.InvariantCulture);

    private string Locate(string column) => $"{_table.Name}, column '{column}'";
}
