namespace MlNetRecurrent.Training;

/// <summary>A loss that is a mean over functions of score - target.</summary>
internal enum DifferenceLoss
{
    /// <summary>d^2.</summary>
    Squared,

    /// <summary>|d|.</summary>
    Absolute,

    /// <summary>d^2 / 2 up to |d| = delta, then delta * (|d| - delta / 2) (Huber 1964).</summary>
    Huber,
}
