namespace MlNetRecurrent;

/// <summary>
/// The simple forecast that is added to the output of a network, so that the network learns only the residual. The formulas use y(t) for the last
/// value, s for the season length and h = 1, 2, ... for the step of the horizon. If the targets are transformed, y is the transformed value.
/// </summary>
/// <remarks>
/// Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.2 Some simple forecasting methods. If a window is shorter than the
/// baseline requires, the exported graph uses the first step in place of the missing ones; the scoring methods of this library reject it.
/// </remarks>
public enum ResidualBaseline
{
    /// <summary>No baseline: the output of the network is the forecast.</summary>
    None,

    /// <summary>The last value: y(t).</summary>
    LastValue,

    /// <summary>The latest value from the same point of the season: y(t - s + ((h - 1) mod s) + 1).</summary>
    SeasonalNaive,

    /// <summary>
    /// The seasonal naive forecast plus the change of the last value over one season: y(t - s + ((h - 1) mod s) + 1) + (y(t) - y(t - s)).
    /// </summary>
    SeasonalDrift,
}
