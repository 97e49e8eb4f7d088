using System.Numerics;

namespace MlNetRecurrent.Training;

/// <summary>The correlation of values with themselves some rows later.</summary>
internal static class Autocorrelation
{
    /// <summary>
    /// Computes the autocorrelations of values at the lags 0 to a maximum: r[k] is the sum of (y[t] - m)(y[t+k] - m) over the sum of (y[t] - m)^2,
    /// with the mean m. It is the biased estimate, which is 0 beyond the last row.
    /// </summary>
    /// <param name="values">The values, all finite.</param>
    /// <param name="maxLag">The greatest lag.</param>
    /// <returns>The autocorrelations by lag; all 0 if the values are equal.</returns>
    /// <remarks>By the Wiener-Khinchin theorem: the transform of the power spectrum, in n log n operations.</remarks>
    public static double[] Compute(ReadOnlySpan<double> values, int maxLag)
    {
        var result = new double[maxLag + 1];
        var mean = 0.0;
        foreach (var value in values)
            mean += value / values.Length;
        // Zeros keep the end of the values from meeting their start.
        var spectrum = new Complex[BitOperations.RoundUpToPowerOf2((uint)(values.Length + Math.Min(maxLag, values.Length) + 1))];
        for (var index = 0; index < values.Length; index++)
            spectrum[index] = values[index] - mean;
        FourierTransform.Run(spectrum);
        for (var index = 0; index < spectrum.Length; index++)
            spectrum[index] = (spectrum[index].Real * spectrum[index].Real) + (spectrum[index].Imaginary * spectrum[index].Imaginary);
        FourierTransform.Run(spectrum);
        var variance = spectrum[0].Real;
        if (!(variance > 0))
            return result;
        for (var lag = 0; lag <= maxLag && lag < values.Length; lag++)
            result[lag] = spectrum[lag].Real / variance;
        return result;
    }
}
