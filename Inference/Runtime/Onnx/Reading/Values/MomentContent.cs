namespace MlNetRecurrent.Onnx;

/// <summary>The mean or variance of the features of each time step, a part of a layer normalization.</summary>
/// <param name="Values">The features.</param>
/// <param name="ValueAxes">The layout of the features.</param>
/// <param name="Kind">The moment.</param>
internal sealed record MomentContent(SignalContent Values, IReadOnlyList<Axis> ValueAxes, MomentKind Kind) : SignalContent
{
    /// <summary>The constant that was added to the variance.</summary>
    public double Epsilon { get; init; }

    /// <summary>[features], by which a reciprocal was multiplied; null for ones.</summary>
    public float[]? Scale { get; init; }

    public override string Description => $"a mean or variance of the features of {Values.Description}";

    public override IReadOnlyList<AxisFactor>? Units => Scale is null ? null : Values.Units;

    /// <summary>The features as a signal.</summary>
    public SignalValue ToValues() => new(Values, ValueAxes);
}
