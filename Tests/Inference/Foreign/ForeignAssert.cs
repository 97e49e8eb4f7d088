using Xunit;

namespace MlNetRecurrent.Inference.Tests;

internal static class ForeignAssert
{
    /// <summary>Asserts that outputs are equal to 1e-5 of 1 or of their size; to 1e-3 for a file that computes with float16.</summary>
    public static void SameValues(string name, float[][] expected, float[][] actual)
    {
        var tolerance = name.Contains("float16", StringComparison.Ordinal) ? 1e-3f : 1e-5f;
        Assert.Equal(expected.Select(row => row.Length), actual.Select(row => row.Length));
        for (var row = 0; row < expected.Length; row++)
        {
            for (var index = 0; index < expected[row].Length; index++)
            {
                if (float.IsNaN(expected[row][index]) && float.IsNaN(actual[row][index]))
                    continue;
                var difference = MathF.Abs(expected[row][index] - actual[row][index]);
                Assert.True(
                    difference <= tolerance * MathF.Max(1, MathF.Abs(expected[row][index])),
                    $"Row {row}, value {index} is {actual[row][index]}, expected {expected[row][index]}.");
            }
        }
    }
}
