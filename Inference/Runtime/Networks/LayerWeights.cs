namespace MlNetRecurrent;

/// <summary>The weights of one recurrent layer as ONNX lays them out, gates in ONNX order.</summary>
/// <param name="Input">W [directions, blocks * hidden, input].</param>
/// <param name="Recurrent">R [directions, blocks * hidden, hidden].</param>
/// <param name="Bias">B [directions, 2 * blocks * hidden]: those of W, then those of R; null for none.</param>
internal sealed record LayerWeights(float[] Input, float[] Recurrent, float[]? Bias)
{
    /// <summary>[directions * hidden] that layer normalisation scales by and shifts by; null without it.</summary>
    public NormWeights? Norm { get; init; }
}
