namespace MlNetRecurrent.Training;

/// <summary>What happens to series with fewer rows than a window and the horizon.</summary>
public enum ShortSeriesPolicy
{
    /// <summary>They are left out of training, validation, tests and forecasts, with a warning.</summary>
    Drop,

    /// <summary>
    /// Windows at the start of every series have as many rows as there are, so that short series have windows too. In a batch they are padded, and
    /// the padding is masked; the exported file takes them as sequences of fewer time steps.
    /// </summary>
    Pad,
}
