using System.Numerics;

namespace MlNetRecurrent.Training;

/// <summary>
/// Finds smooth seasons by the lines that they draw in the spectrum of differenced values, where noise hides them in the autocorrelations.
/// </summary>
/// <remarks>
/// A line is a power far above the median of the neighboring frequencies, as M. E. Mann and J. M. Lees compare it with the background of red noise,
/// "Robust Estimation of Background Noise and Signal Detection in Climatic Time Series", Climatic Change 33 (1996). In noise, the powers are
/// exponentially distributed. A season must also explain 5 % of the variance of the values.
/// </remarks>
internal static class SeasonLines
{
    private const int MinRows = 48;
    private const int MinCycles = 4;

    // Alternating noise has its power at shorter periods.
    private const int MinLength = 5;

    private const double FalseAlarms = 0.01;

    // The median of the background is an estimate: it may be too low by this factor.
    private const double Margin = 1.5;

    private const double MinExplained = 0.05;
    private const double WindowFactor = 1.5;
    private const int MinNeighbors = 8;

    // Lines are as wide as this many cycles per series, also those of a season whose size grows.
    private const double LineWidth = 2.5;

    private const int RefinementSteps = 32;

    /// <summary>Returns the season of the strongest line; null if there is none.</summary>
    /// <param name="series">The series, without the seasons found before.</param>
    /// <param name="found">The seasons that were removed from it.</param>
    /// <param name="calendar">The lengths that the calendar suggests: one of them is taken if the line is too wide to tell it from its peak.</param>
    public static FoundSeason? FindStrongest(SeasonalDifferences series, IReadOnlyList<FoundSeason> found, IReadOnlyList<int> calendar)
    {
        var (rows, differences) = (series.Rows, series.Values);
        if (rows < MinRows)
            return null;
        var spectrum = new Complex[BitOperations.RoundUpToPowerOf2((uint)rows)];
        for (var index = 0; index < differences.Length; index++)
            spectrum[index] = differences[index];
        FourierTransform.Run(spectrum);
        double[] powers = [.. spectrum.Take(spectrum.Length / 2).Select(value => (value.Real * value.Real) + (value.Imaginary * value.Imaginary))];
        var (background, threshold) = (GetBackground(powers), Margin * -Math.Log(FalseAlarms / powers.Length) / Math.Log(2));
        var strongest = Enumerable.Range(0, spectrum.Length / MinLength)
            .Where(index => (double)index * rows / spectrum.Length >= MinCycles && !IsKnown((double)index / spectrum.Length))
            .Where(index => powers[index] >= Math.Max(powers[index - 1], powers[index + 1]) && powers[index] > threshold * background[index])
            .DefaultIfEmpty(0)
            .MaxBy(index => powers[index] / GetGain((double)index / spectrum.Length));
        if (strongest == 0)
            return null;
        var (length, power) = Refine(differences, (double)spectrum.Length / strongest);
        var explained = Math.Min(1, 2 * power / (rows * series.GetLevels().Sum(level => level * level)));
        if (explained < MinExplained)
            return null;
        var width = (double)length * length / (2 * rows);
        var known = calendar.Where(season => Math.Abs(season - length) <= width).ToList();
        return new FoundSeason(known.Count == 0 ? length : known.MinBy(season => Math.Abs(season - length)), explained);

        bool IsKnown(double frequency) => found.Any(season =>
            Math.Abs(frequency - (Math.Round(frequency * season.Length) / season.Length)) * rows < LineWidth);
    }

    // The median of the powers near each frequency, computed at frequencies whose neighbors hardly differ.
    private static double[] GetBackground(double[] powers)
    {
        var background = new double[powers.Length];
        for (var index = 0; index < powers.Length;)
        {
            var from = Math.Min((int)(index / WindowFactor), index - MinNeighbors);
            var to = Math.Max((int)(index * WindowFactor), index + MinNeighbors);
            var near = powers[Math.Max(1, from)..Math.Min(powers.Length, to + 1)];
            Array.Sort(near);
            var next = Math.Min(powers.Length, index + 1 + (index / MinNeighbors / 4));
            Array.Fill(background, near[near.Length / 2], index, next - index);
            index = next;
        }

        return background;
    }

    // The whole number of rows near a period whose wave has the most power in the values.
    private static (int Length, double Power) Refine(double[] differences, double period)
    {
        var width = period * period / differences.Length;
        var step = Math.Max(1, (int)(2 * width / RefinementSteps));
        var (best, greatest) = (0, -1.0);
        for (var length = Math.Max(MinLength, (int)(period - width)); length <= period + width + 1; length += step)
        {
            var power = GetPower(differences, length);
            if (power > greatest)
                (best, greatest) = (length, power);
        }

        return (best, greatest);
    }

    private static double GetPower(double[] differences, int length)
    {
        var (turn, phase, sum) = (Complex.FromPolarCoordinates(1, -2 * Math.PI / length), Complex.One, Complex.Zero);
        foreach (var difference in differences)
        {
            sum += difference * phase;
            phase *= turn;
        }

        return ((sum.Real * sum.Real) + (sum.Imaginary * sum.Imaginary)) / GetGain(1.0 / length);
    }

    // How differencing scales the power of a frequency.
    private static double GetGain(double frequency)
    {
        var sine = 2 * Math.Sin(Math.PI * frequency);
        return frequency == 0 ? 1 : sine * sine;
    }
}
