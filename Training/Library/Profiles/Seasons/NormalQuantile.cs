namespace MlNetRecurrent.Training;

/// <summary>Quantiles of the standard normal distribution.</summary>
internal static class NormalQuantile
{
    /// <summary>Returns the value that a standard normal variable exceeds with a small probability, with an error below 4.5e-4.</summary>
    /// <param name="probability">The probability, above 0 and at most 0.5.</param>
    /// <remarks>M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), formula 26.2.23.</remarks>
    public static double GetUpper(double probability)
    {
        var t = Math.Sqrt(-2 * Math.Log(probability));
        return t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
    }
}
