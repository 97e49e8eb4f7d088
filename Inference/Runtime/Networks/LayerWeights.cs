namespace MlNetRecurrent;

/// <summary>The weights of one recurrent layer in the layout of ONNX, with the gates in ONNX order.</summary>
/// <param name="Input">W [directions, blocks * hidden, input].</param>
/// <param name="Recurrent">R [directions, blocks * hidden, hidden].</param>
/// <param name="Bias">B [directions, 2 * blocks * hidden]: the bias of W, then the bias of R; null for a layer without biases.</param>
internal sealed record LayerWeights(float[] Input, float[] Recurrent, float[]? Bias)
{
    /// <summary>The weights of the layer normalization that follows the layer; null for none.</summary>
    public NormWeights? Norm { get; init; }

    /// <summary>The weights of the linear layers and convolutions before the layer.</summary>
    public IReadOnlyList<LinearWeights> InputLayers { get; init; } = [];

    /// <summary>P [directions, 3 * hidden]: the peephole weights of the input, output and forget gates; null for none.</summary>
    public float[]? Peepholes { get; init; }
}
