using System.Globalization;

namespace EdgeNamespace;

/// <summary>Reads and writes numbers, separated by commas, the same in every culture.</summary>
internal static class NumberLine
{
    /// <summary>Reads the numbers of a line. Returns false if their count differs, or one of them is not finite.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, Span<float> values)
    {
        var count = 0;
        foreach (var range in line.Split(','))
        {
            if (count == values.Length || !float.TryParse(line[range], CultureInfo.InvariantCulture, out var value) || !float.IsFinite(value))
                return false;
            values[count++] = value;
        }

        return count == values.Length;
    }

    public static string Format(float[] values) =>
        string.Join(',', values.Select(value => value.ToString("f4", CultureInfo.InvariantCulture)));
}
