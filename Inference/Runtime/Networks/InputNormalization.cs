namespace MlNetRecurrent;

/// <summary>How raw values become what the recurrent layers see; it is part of the exported graph.</summary>
public enum InputNormalization
{
    /// <summary>Raw values go in and come out.</summary>
    None,

    /// <summary>
    /// Each feature is made (x - mean) / deviation with the mean and the standard deviation of the data the network was fitted on,
    /// and each target is turned back, y * deviation + mean. Both are those of transformed values where there is a transform, and the targets'
    /// those of what the base forecast leaves over where there is a base.
    /// </summary>
    Standard,

    /// <summary>
    /// As <see cref="Standard"/>, and then each feature of each sequence is made (x - m) / d with the mean m and the deviation
    /// d = sqrt(variance + 1e-5) of that sequence over its own length (Kim et al. 2022, without their learned weights). Each target is turned
    /// back by the numbers of the feature that it is; beside a base forecast, which has the level already, by the deviations alone.
    /// </summary>
    Window,
}
