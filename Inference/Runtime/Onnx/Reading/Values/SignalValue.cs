namespace MlNetRecurrent.Onnx;

/// <summary>A value on the way from the input to the answer.</summary>
/// <param name="Content">What it holds.</param>
/// <param name="Axes">How it is laid out.</param>
internal sealed record SignalValue(SignalContent Content, IReadOnlyList<Axis> Axes) : GraphValue
{
    public int Rank => Axes.Count;
}
