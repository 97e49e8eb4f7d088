namespace MlNetRecurrent;

/// <summary>
/// The scale on which a forecaster sees the history of its targets and makes its forecasts. Inputs and outputs stay raw values. The offset is
/// <see cref="ForecastDescription.TransformOffset"/>.
/// </summary>
/// <remarks>A value in the history that is undefined under the transform makes every output for its sequence NaN.</remarks>
public enum TargetTransform
{
    /// <summary>No transform.</summary>
    None,

    /// <summary>
    /// log(value + offset), with the inverse exp(output) - offset. For values above -offset whose spread grows with their level.
    /// </summary>
    Log,

    /// <summary>
    /// sqrt(value + offset), with the inverse max(output, 0)^2 - offset. For values of at least -offset, such as counts.
    /// </summary>
    SquareRoot,
}
