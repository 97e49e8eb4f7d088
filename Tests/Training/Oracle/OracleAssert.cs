using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares single-precision results with those of the oracle.</summary>
internal static class OracleAssert
{
    /// <summary>Asserts that values agree to 1e-5, absolute or relative to the largest expected value if that exceeds 1 (as with ReLU).</summary>
    public static void Same(double[][] expected, Tensor actual, string what) => Same([.. expected.SelectMany(row => row)], actual, what);

    /// <summary>Asserts that values agree to 1e-5, absolute or relative to the largest expected value if that exceeds 1 (as with ReLU).</summary>
    public static void Same(double[] expected, Tensor actual, string what)
    {
        var values = OracleTensors.ToDoubles(actual);
        Assert.Equal(expected.Length, values.Length);
        var tolerance = 1e-5 * Math.Max(1, expected.Max(Math.Abs));
        for (var index = 0; index < expected.Length; index++)
        {
            // Not written as a difference above the tolerance, which is false for NaN.
            Assert.True(
                Math.Abs(expected[index] - values[index]) <= tolerance, $"{what}: expected {expected[index]} at {index}, got {values[index]}.");
        }
    }

    /// <summary>Compares the final state of a layer for one sequence.</summary>
    public static void Same(OracleState[] expected, RecurrentState actual, int sequence, string what)
    {
        for (var direction = 0; direction < expected.Length; direction++)
        {
            Same(expected[direction].Hidden, actual.HiddenState[direction, sequence], $"{what}, h of direction {direction}");
            Assert.Equal(expected[direction].Cell is null, actual.CellState is null);
            if (expected[direction].Cell is { } cell)
                Same(cell, actual.CellState![direction, sequence], $"{what}, c of direction {direction}");
        }
    }
}
