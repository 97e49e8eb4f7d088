namespace MlNetRecurrent.Onnx;

/// <summary>y = x - mean(x), the first part of a layer normalization.</summary>
internal sealed record CenterStep : ChainStep
{
    public override string Description => "the differences from a mean";
}
