namespace MlNetRecurrent;

/// <summary>How raw values become what the recurrent layers see; it is part of the exported graph.</summary>
public enum InputNormalization
{
    /// <summary>Raw values go in and come out.</summary>
    None,

    /// <summary>
    /// Each feature is made (x - mean) / deviation with the mean and the standard deviation of the data the network was fitted on,
    /// and each target is turned back, y * deviation + mean.
    /// </summary>
    Standard,
}
