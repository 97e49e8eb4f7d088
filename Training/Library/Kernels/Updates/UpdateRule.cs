namespace MlNetRecurrent.Training;

/// <summary>An update of weights, with the constants of one step.</summary>
internal abstract record UpdateRule
{
    /// <summary>Gets the share of the new weight in the moving average of the weights: 1 - decay.</summary>
    public float AverageShare { get; init; }

    /// <summary>Updates values.</summary>
    public abstract void Apply(UpdateMath math, UpdatePointers memory, nint count);
}
