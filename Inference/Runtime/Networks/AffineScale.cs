namespace MlNetRecurrent;

/// <summary>
/// The mean and standard deviation of each feature or target: normalized = (x - mean) / standard deviation. If each series has its own, those of each
/// code, [codes, features], one after another.
/// </summary>
/// <param name="Mean">The means.</param>
/// <param name="StandardDeviation">The standard deviations, above 0.</param>
internal sealed record AffineScale(float[] Mean, float[] StandardDeviation);
