namespace MlNetRecurrent.Onnx;

/// <summary>y = x W.</summary>
/// <param name="Weight">W [inputs, outputs].</param>
/// <param name="Inputs">The number of features before the step.</param>
/// <param name="Outputs">The number of features after the step.</param>
internal sealed record LinearStep(float[] Weight, int Inputs, int Outputs) : ChainStep
{
    /// <summary>
    /// Whether the weights are no parameters of the original network: they select or add features, and are folded into those of a neighboring layer.
    /// </summary>
    public bool IsFixed { get; init; }

    public override string Description => "the output of a linear layer";
}
