namespace MlNetRecurrent.Onnx;

/// <summary>An activation of every feature.</summary>
internal sealed record ActivationStep(ActivationFunction Function) : ChainStep
{
    public override string Description => "the output of an activation";
}
