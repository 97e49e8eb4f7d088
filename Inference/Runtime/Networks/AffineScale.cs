namespace MlNetRecurrent;

/// <summary>A mean and a deviation for each feature or target: (x - mean) / deviation, and back.</summary>
/// <param name="Mean">The means.</param>
/// <param name="StandardDeviation">The standard deviations, above 0.</param>
internal sealed record AffineScale(float[] Mean, float[] StandardDeviation);
