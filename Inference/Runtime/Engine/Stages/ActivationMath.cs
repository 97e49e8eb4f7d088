namespace MlNetRecurrent.Engine;

/// <summary>Applies activation functions to panels.</summary>
internal abstract unsafe class ActivationMath
{
    /// <summary>Applies a function in place.</summary>
    /// <param name="function">The function.</param>
    /// <param name="values">The values; there is room for a whole number of vectors.</param>
    /// <param name="count">The number of values.</param>
    public abstract void Apply(ActivationFunction function, float* values, nint count);
}
