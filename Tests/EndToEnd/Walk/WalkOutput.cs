using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>Compares what the walk prints with what its pages show.</summary>
internal static partial class WalkOutput
{
    // The accuracy of an RNN that has to recall a symbol, and its memory reach, depend on how the machine rounds.
    private const string ChanceRow = "RNN 0 1 1,380";

    /// <summary>
    /// Asserts that two outputs are the same, except for measurements (seconds, megabytes, rates) and for the rounding of the machine.
    /// </summary>
    public static void AssertSame(string expected, string actual)
    {
        var (expectedLines, actualLines) = (GetLines(expected), GetLines(actual));
        Assert.Equal(expectedLines.Length, actualLines.Length);
        foreach (var (line, other) in expectedLines.Zip(actualLines))
            Assert.True(IsSame(line, other), $"The page shows '{line}', the program prints '{other}'.");
    }

    private static string[] GetLines(string output) => output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static bool IsSame(string expected, string actual)
    {
        if (expected.Contains('|', StringComparison.Ordinal))
            return IsSameCurve(expected, actual);
        var (words, others) = (GetWords(expected), GetWords(actual));
        if (string.Join(' ', words).StartsWith(ChanceRow, StringComparison.Ordinal))
            (words, others) = (words[..^2], others[..^2]);
        return words.Length == others.Length && words.Zip(others).All(pair => IsSameWord(pair.First, pair.Second));
    }

    // A point close to the border between two rows may be drawn in either.
    private static bool IsSameCurve(string expected, string actual)
    {
        var length = Math.Max(expected.Length, actual.Length);
        return expected.PadRight(length).Zip(actual.PadRight(length)).Count(pair => pair.First != pair.Second) <= 2;
    }

    private static string[] GetWords(string line) =>
        Measurement().Replace(line, "measured").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsSameWord(string expected, string actual)
    {
        var word = expected.TrimEnd(',');
        if (!word.Contains('.', StringComparison.Ordinal) || !TryParse(word, out var shown) || !TryParse(actual.TrimEnd(','), out var printed))
            return expected == actual;
        // Differences within the precision of float32.
        if (word.Contains('e', StringComparison.Ordinal) && shown < 1e-5)
            return printed < 1e-5;
        return Math.Abs(shown - printed) <= 0.005 + (Math.Abs(shown) / 4);
    }

    private static bool TryParse(string word, out double value) => double.TryParse(word, CultureInfo.InvariantCulture, out value);

    [GeneratedRegex(@"[\d.,]+ (s|MB|rows/s)(?=\s|$)")]
    private static partial Regex Measurement();
}
