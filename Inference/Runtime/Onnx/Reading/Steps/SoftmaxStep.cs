namespace MlNetRecurrent.Onnx;

/// <summary>The probabilities of classes, or their logarithms.</summary>
internal sealed record SoftmaxStep(bool IsLogarithmic) : ChainStep
{
    public override string Description => IsLogarithmic ? "the log-probabilities" : "the probabilities";
}
