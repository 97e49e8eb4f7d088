using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Describes the digits of a column that float32 loses although it holds most of them.</summary>
internal static class DigitLoss
{
    /// <summary>The share of its standard deviation by which a column may be rounded without a warning.</summary>
    public const double MinLoss = 1e-4;

    private const int MaxCount = 1000;
    private const int MaxSample = 10_001;
    private const int MinSample = 8;

    // The quartiles of a normal distribution are 1.349 standard deviations apart.
    private const double QuartileDistance = 1.349;

    /// <summary>Finds values that become others: whole numbers, and numbers that change by more than <see cref="MinLoss"/>.</summary>
    /// <param name="values">The values of the column.</param>
    /// <param name="numbers">Their statistics.</param>
    /// <param name="place">Describes the position of a value: <c>line 12</c>.</param>
    /// <returns>A sentence without its end; null if there are none.</returns>
    public static string? Find(NumberList values, NumberStatistics numbers, Func<int, string> place)
    {
        var minLoss = MinLoss * numbers.StandardDeviation;
        var (count, first, areWhole) = (0, -1, true);
        for (var row = 0; row < values.Count && count < MaxCount; row++)
        {
            var value = values[row];
            var loss = Math.Abs(value - (float)value);
            if (!(loss > 0) || (loss <= minLoss && !IsWhole(value)) || !LosesDigits(value))
                continue;
            count++;
            areWhole &= IsWhole(value);
            first = first < 0 ? row : first;
        }

        if (count == 0)
            return null;
        var advice = RoundConstant.Find(numbers, areWhole ? 0.5 : minLoss) is { } constant
            ? $"to keep them, {RoundConstant.Advise(constant)} first, in the data and in the application"
            : "if it is an identifier, leave the column out or read it as text";
        var many = FormattableString.Invariant($"{count:N0}{(count == MaxCount ? " or more" : "")} of {values.Count:N0} values");
        return $"digits are lost in float32, which holds about 7: {many}, such as "
            + FormattableString.Invariant($"{place(first)}, where {Format(values[first])} becomes {Format((float)values[first])}: {advice}");
    }

    /// <summary>Finds columns whose outliers hide that all other values are rounded: quartiles do not depend on outliers.</summary>
    /// <param name="values">The values of the column.</param>
    /// <param name="maxSpacing">The share of the typical deviation that neighboring floats may be apart.</param>
    /// <returns>A sentence without its end; null if the column keeps its digits.</returns>
    public static string? FindTypical(NumberList values, double maxSpacing)
    {
        var step = Math.Max(1, values.Count / MaxSample);
        var sample = Enumerable.Range(0, values.Count / step).Select(index => values[index * step]).Where(double.IsFinite).Order().ToArray();
        if (sample.Length < MinSample)
            return null;
        var (lower, median, upper) = (sample[sample.Length / 4], sample[sample.Length / 2], sample[sample.Length * 3 / 4]);
        var spacing = NumberStatistics.GetSpacing(median);
        if (upper - lower <= Math.Abs(median) * NumberStatistics.DoubleNoise || spacing <= maxSpacing * (upper - lower) / QuartileDistance)
            return null;
        return $"digits are lost in float32: most values are near {RoundConstant.Format(RoundConstant.Round(median, 3))}, "
            + FormattableString.Invariant($"where they are rounded to multiples of {spacing:g3}, and half of them are within {upper - lower:g3}: ")
            + "check the outliers, or subtract a constant first";
    }

    private static bool IsWhole(double value) => Math.Abs(value) < 1e15 && value == Math.Round(value);

    // Whether the shortest text of the float is another number.
    private static bool LosesDigits(double value) =>
        double.Parse(((float)value).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) != value;

    private static string Format(double value) =>
        value.ToString(Math.Abs(value) is >= 1e-4 and < 1e15 ? "0.#################" : "R", CultureInfo.InvariantCulture);
}
