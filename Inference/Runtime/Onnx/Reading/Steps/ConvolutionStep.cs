namespace MlNetRecurrent.Onnx;

/// <summary>A convolution over time.</summary>
/// <param name="Weight">[outputs, inputs, kernel].</param>
/// <param name="Inputs">The number of features before the step.</param>
/// <param name="Outputs">The number of features after the step.</param>
/// <param name="KernelSize">The number of time steps that one output depends on.</param>
/// <param name="PaddingBefore">The number of steps of zeros before the sequence.</param>
/// <param name="PaddingAfter">The number of steps of zeros after the sequence.</param>
internal sealed record ConvolutionStep(
    float[] Weight, int Inputs, int Outputs, int KernelSize, int PaddingBefore, int PaddingAfter) : ChainStep
{
    public override string Description => "the output of a convolution";
}
