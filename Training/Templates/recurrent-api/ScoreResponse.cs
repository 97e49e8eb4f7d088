namespace ApiNamespace;

/// <summary>The output for a sequence.</summary>
/// <param name="Output">[horizon, targets] for a forecast, [classes] or [time, classes] for a classifier.</param>
/// <param name="Quantiles">[horizon, targets, quantiles] for a forecast with quantiles; otherwise empty.</param>
internal sealed record ScoreResponse(float[] Output, float[] Quantiles);
