namespace MlNetRecurrent;

/// <summary>The weights of a layer normalization.</summary>
/// <param name="Scale">[width].</param>
/// <param name="Shift">[width].</param>
internal sealed record NormWeights(float[] Scale, float[] Shift);
