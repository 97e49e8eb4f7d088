namespace ApiNamespace;

/// <summary>The output for a sequence.</summary>
/// <param name="Output">[horizon, targets] for a forecast, [classes] or [time, classes] for a classifier, in row-major order.</param>
/// <param name="Quantiles">[horizon, targets, quantiles] in row-major order for a forecast with quantiles; otherwise empty.</param>
internal sealed record ScoreResponse(float[] Output, float[] Quantiles);
