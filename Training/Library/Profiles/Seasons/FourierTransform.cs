using System.Numerics;

namespace MlNetRecurrent.Training;

/// <summary>The fast Fourier transform of a power of two of values (Cooley and Tukey 1965).</summary>
internal static class FourierTransform
{
    /// <summary>Transforms values in place.</summary>
    /// <param name="values">The values; their number is a power of two.</param>
    public static void Run(Complex[] values)
    {
        ReverseBits(values);
        for (var size = 2; size <= values.Length; size *= 2)
        {
            var half = size / 2;
            var roots = new Complex[half];
            for (var index = 0; index < half; index++)
                roots[index] = Complex.FromPolarCoordinates(1, -2 * Math.PI * index / size);
            for (var start = 0; start < values.Length; start += size)
            {
                for (var index = 0; index < half; index++)
                {
                    var (even, odd) = (values[start + index], values[start + half + index] * roots[index]);
                    (values[start + index], values[start + half + index]) = (even + odd, even - odd);
                }
            }
        }
    }

    private static void ReverseBits(Complex[] values)
    {
        for (int index = 1, reversed = 0; index < values.Length; index++)
        {
            var bit = values.Length / 2;
            for (; (reversed & bit) != 0; bit /= 2)
                reversed ^= bit;
            reversed |= bit;
            if (index < reversed)
                (values[index], values[reversed]) = (values[reversed], values[index]);
        }
    }
}
