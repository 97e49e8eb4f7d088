namespace MlNetRecurrent.Onnx;

/// <summary>The index of the largest of some values, such as the label that a classifier outputs in addition to its probabilities.</summary>
internal sealed record LabelContent(SignalContent Values) : SignalContent
{
    public override string Description => $"the label that belongs to {Values.Description}";

    public override IReadOnlyList<AxisFactor>? Units => null;
}
