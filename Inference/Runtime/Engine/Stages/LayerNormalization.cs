namespace MlNetRecurrent.Engine;

/// <summary>
/// Layer normalization of a panel [value, row], row by row (Ba et al. 2016): (h - mean(h)) / sqrt(variance(h) + epsilon) * scale + shift.
/// The sums of each row are added in the order of the values, so its bits do not depend on the other rows.
/// </summary>
internal abstract unsafe class LayerNormalization
{
    /// <summary>Normalizes a panel.</summary>
    /// <param name="norm">The learned scale and shift.</param>
    /// <param name="source">The panel: [value, row].</param>
    /// <param name="target">The buffer for the result: [value, row]. May be <paramref name="source"/>.</param>
    /// <param name="stride">The number of floats from one value to the next: 1 for a single row, otherwise whole vectors of rows.</param>
    public abstract void Apply(NormWeights norm, float* source, float* target, nint stride);
}
