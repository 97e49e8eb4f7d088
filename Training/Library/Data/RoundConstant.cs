using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The roundest number that, subtracted from a column, leaves values that float32 can hold.</summary>
internal static class RoundConstant
{
    private const int MaxDigits = 15;

    /// <summary>Finds the number with the fewest significant digits.</summary>
    /// <param name="numbers">The statistics of the column.</param>
    /// <param name="maxRounding">The maximum rounding error of the remaining values.</param>
    /// <returns>The number; null if the remaining values would still be rounded by more.</returns>
    public static double? Find(NumberStatistics numbers, double maxRounding)
    {
        for (var digits = 1; digits <= MaxDigits; digits++)
        {
            var constant = Round(numbers.Mean, digits);
            var largest = Math.Max(Math.Abs(numbers.Max - constant), Math.Abs(numbers.Min - constant));
            if (constant != 0 && NumberStatistics.GetSpacing(largest) / 2 <= maxRounding)
                return constant;
        }

        return null;
    }

    /// <summary>Rounds a number to significant digits.</summary>
    public static double Round(double value, int digits) =>
        double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Says how to subtract a constant, such as "subtract 1e9 (1000000000) from it".</summary>
    public static string Advise(double constant) => constant < 0 ? $"add {Format(-constant)} to it" : $"subtract {Format(constant)} from it";

    /// <summary>Formats a number for people: plainly, and large ones also with an exponent.</summary>
    public static string Format(double value)
    {
        var plain = value.ToString(Math.Abs(value) is >= 1e-4 and < 1e15 ? "0.##############" : "0.######e0", CultureInfo.InvariantCulture);
        return Math.Abs(value) is >= 1e5 and < 1e15 && value == Math.Round(value)
            ? string.Create(CultureInfo.InvariantCulture, $"{value:0.##############e0} ({plain})")
            : plain;
    }
}
