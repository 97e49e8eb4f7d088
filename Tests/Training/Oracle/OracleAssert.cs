using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares single-precision results with the oracle's.</summary>
internal static class OracleAssert
{
    /// <summary>Values of order 1 agree to 1e-5; larger ones, as a ReLU makes them, in proportion to the largest.</summary>
    public static void Same(double[][] expected, Tensor actual, string what) => Same([.. expected.SelectMany(row => row)], actual, what);

    /// <summary>Values of order 1 agree to 1e-5; larger ones, as a ReLU makes them, in proportion to the largest.</summary>
    public static void Same(double[] expected, Tensor actual, string what)
    {
        var given = OracleTensors.ToDoubles(actual);
        Assert.Equal(expected.Length, given.Length);
        var tolerance = 1e-5 * Math.Max(1, expected.Max(Math.Abs));
        for (var index = 0; index < expected.Length; index++)
        {
            // A NaN is no larger than anything, so it is the agreement that is asked for.
            Assert.True(Math.Abs(expected[index] - given[index]) <= tolerance, $"{what}: expected {expected[index]} at {index}, got {given[index]}.");
        }
    }

    /// <summary>A layer's final state of one sequence.</summary>
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
