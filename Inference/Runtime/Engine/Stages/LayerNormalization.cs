namespace MlNetRecurrent.Engine;

/// <summary>
/// The layer normalization of a panel [value, row], row by row (Ba et al. 2016): (h - mean(h)) / sqrt(variance(h) + 1e-5) * scale + shift.
/// Each row's sums add in the order of the values, so that its bits do not depend on the others.
/// </summary>
internal abstract unsafe class LayerNormalization
{
    /// <summary>Normalizes a panel.</summary>
    /// <param name="norm">Scale and shift.</param>
    /// <param name="source">[value, row]</param>
    /// <param name="target">Takes [value, row]; may be the source.</param>
    /// <param name="stride">Floats from one value to the next: 1 for one row, else whole vectors of rows.</param>
    public abstract void Apply(NormWeights norm, float* source, float* target, nint stride);
}
