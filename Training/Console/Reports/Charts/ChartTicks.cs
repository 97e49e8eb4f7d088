using System.Globalization;

namespace MlNetRecurrent.Console;

/// <summary>Finds round tick values for an axis.</summary>
internal static class ChartTicks
{
    private const int DefaultCount = 5;

    /// <summary>The distance between ticks that divides a range into about five parts: 1, 2 or 5 times a power of ten.</summary>
    public static double Step(double low, double high)
    {
        var rough = (high - low) / DefaultCount;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
    }

    /// <summary>Returns the multiples of a step inside a range.</summary>
    public static IEnumerable<ChartTick> Linear(double low, double high, double step)
    {
        // A small tolerance, because 0.1 * 3 is above 0.3.
        var (first, last) = ((long)Math.Ceiling((low / step) - 1e-6), (long)Math.Floor((high / step) + 1e-6));
        for (var index = first; index <= last; index++)
            yield return new ChartTick(index * step, Text(index * step, step));
    }

    /// <summary>Returns the powers of ten inside a range of logarithms, with 2 and 5 times each power if there are few.</summary>
    public static IEnumerable<ChartTick> Logarithmic(double low, double high)
    {
        var decades = high - low;
        var every = Math.Max(1, (int)Math.Ceiling(decades / (DefaultCount + 1)));
        double[] factors = decades < 1.5 ? [1, 2, 5] : [1];
        for (var power = (int)Math.Floor(low); power <= high; power++)
        {
            foreach (var factor in factors)
            {
                var value = factor * Math.Pow(10, power);
                if (power % every == 0 && Math.Log10(value) >= low - 1e-9 && Math.Log10(value) <= high + 1e-9)
                    yield return new ChartTick(value, Text(value, value));
            }
        }
    }

    /// <summary>Formats a value briefly: with the decimals of its step, thousands as k and millions as M.</summary>
    private static string Text(double value, double step)
    {
        var size = Math.Max(Math.Abs(value), step);
        if (size >= 1e9 || step < 1e-4)
            return value == 0 ? "0" : value.ToString("0.##e0", CultureInfo.InvariantCulture);
        var (unit, divisor) = size >= 1e6 ? ("M", 1e6) : size >= 1e4 ? ("k", 1e3) : ("", 1.0);
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step / divisor) - 1e-9), 0, 6);
        return value == 0 ? "0" : (value / divisor).ToString($"F{decimals}", CultureInfo.InvariantCulture) + unit;
    }
}
