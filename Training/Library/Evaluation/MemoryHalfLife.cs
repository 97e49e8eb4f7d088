namespace MlNetRecurrent.Training;

/// <summary>Where gradients over lags fall under one half of that at lag 0.</summary>
internal static class MemoryHalfLife
{
    /// <summary>The largest lag with half of the gradient at lag 0, and the part of a step behind it.</summary>
    /// <param name="gradients">[lags], at least one.</param>
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
        // Between two lags an exponential: log g falls evenly.
        var (above, below) = (gradients[last], gradients[last + 1]);
        return below > 0 ? last + (Math.Log(above / half) / Math.Log(above / below)) : last;
    }
}
