namespace MlNetRecurrent;

/// <summary>
/// The naive forecast to which a network's answer is added: the network learns what it leaves over. With y(t) the last value, s the season and
/// h = 1, 2, ... the step of the horizon; in logarithms where the targets are transformed so.
/// </summary>
/// <remarks>
/// Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.2 Some simple forecasting methods. In a window that is shorter than the
/// base needs, the file takes the first step for those that are missing; the scorers of this product refuse it.
/// </remarks>
public enum ResidualBaseline
{
    /// <summary>None: the network gives the whole answer.</summary>
    None,

    /// <summary>y(t).</summary>
    LastValue,

    /// <summary>y(t - s + ((h - 1) mod s) + 1): the last value that was seen of the same season.</summary>
    SeasonalNaive,

    /// <summary>y(t - s + ((h - 1) mod s) + 1) + (y(t) - y(t - s)): the same season, shifted by what the last value differs from its own.</summary>
    SeasonalDrift,
}
