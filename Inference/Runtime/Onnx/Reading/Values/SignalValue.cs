namespace MlNetRecurrent.Onnx;

/// <summary>A value on the path from the input to the output.</summary>
/// <param name="Content">What the value holds.</param>
/// <param name="Axes">The layout of the value.</param>
internal sealed record SignalValue(SignalContent Content, IReadOnlyList<Axis> Axes) : GraphValue
{
    public int Rank => Axes.Count;
}
