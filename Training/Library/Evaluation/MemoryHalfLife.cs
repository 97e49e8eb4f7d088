namespace MlNetRecurrent.Training;

/// <summary>The lag at which gradients fall below half of the gradient at lag 0.</summary>
internal static class MemoryHalfLife
{
    /// <summary>Returns the largest lag with at least half of the gradient at lag 0, plus the interpolated fraction of a step after it.</summary>
    /// <param name="gradients">The gradient at each lag, at least one.</param>
    public static double Compute(IReadOnlyList<double> gradients)
    {
        var half = gradients[0] / 2;
        if (!(half > 0 && double.IsFinite(half)))
            return double.NaN;
        var last = gradients.Count - 1;
        while (gradients[last] < half)
            last--;
        if (last == gradients.Count - 1)
            return last;
        // Between two lags the decay is exponential: log g is linear.
        var (above, below) = (gradients[last], gradients[last + 1]);
        return below > 0 ? last + (Math.Log(above / half) / Math.Log(above / below)) : last;
    }
}
