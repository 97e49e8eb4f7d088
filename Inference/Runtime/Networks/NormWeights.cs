namespace MlNetRecurrent;

/// <summary>The weights of a layer normalization.</summary>
/// <param name="Scale">[directions * hidden].</param>
/// <param name="Shift">[directions * hidden].</param>
internal sealed record NormWeights(float[] Scale, float[] Shift);
