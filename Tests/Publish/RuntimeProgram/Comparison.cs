using System.Globalization;

namespace MlNetRecurrent.RuntimeProgram;

/// <summary>Compares the outputs that two runs printed.</summary>
internal static class Comparison
{
    /// <summary>Returns the maximum difference between two files of outputs: absolute for values up to 1, relative above.</summary>
    /// <returns>Infinity if the files have different numbers of outputs.</returns>
    public static double Difference(string first, string second)
    {
        var (left, right) = (Values(first), Values(second));
        return left.Count != right.Count ? double.PositiveInfinity : left.Zip(right, Difference).Max();
    }

    private static double Difference(float left, float right) =>
        float.IsNaN(left) && float.IsNaN(right) ? 0 : Math.Abs((double)left - right) / Math.Max(1, Math.Abs(left));

    private static List<float> Values(string file) =>
    [
        .. File.ReadLines(file)
            .Where(line => line.Contains(Outputs.Separator, StringComparison.Ordinal) && !line.Contains('{', StringComparison.Ordinal))
            .SelectMany(line => line[(line.IndexOf(Outputs.Separator, StringComparison.Ordinal) + Outputs.Separator.Length)..].Split(' '))
            .Select(bits => BitConverter.UInt32BitsToSingle(uint.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture))),
    ];
}
