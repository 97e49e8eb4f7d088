namespace MlNetRecurrent;

/// <summary>The weights of a linear layer or a convolution.</summary>
/// <param name="Weight">[input, output]; for a convolution [output, input, kernel], as in PyTorch and ONNX.</param>
/// <param name="Bias">[output].</param>
internal sealed record LinearWeights(float[] Weight, float[] Bias);
