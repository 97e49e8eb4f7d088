namespace MlNetRecurrent.Training;

/// <summary>A step that leaves the weights unchanged and only adds them to their moving average: for parameters without a gradient.</summary>
internal sealed record AverageRule : UpdateRule
{
    /// <inheritdoc/>
    public override void Apply(UpdateMath math, UpdatePointers memory, nint count) => math.Apply(this, memory, count);
}
