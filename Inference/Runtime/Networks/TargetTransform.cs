namespace MlNetRecurrent;

/// <summary>
/// In which space a forecaster sees the history of its targets and gives its answers; raw values go in and come out all the same.
/// The offset is <see cref="ForecastDescription.TransformOffset"/>.
/// </summary>
/// <remarks>A value in the history that has no transform makes every answer of its sequence NaN.</remarks>
public enum TargetTransform
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>log(value + offset), and exp(answer) - offset: for values above -offset whose spread grows with their level.</summary>
    Log,

    /// <summary>sqrt(value + offset), and max(answer, 0)^2 - offset: for values of -offset and above, such as counts.</summary>
    SquareRoot,
}
