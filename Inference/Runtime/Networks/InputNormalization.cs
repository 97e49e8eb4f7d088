namespace MlNetRecurrent;

/// <summary>How raw values are normalized before the recurrent layers. Normalization is part of the exported graph.</summary>
public enum InputNormalization
{
    /// <summary>No normalization: raw values in, raw values out.</summary>
    None,

    /// <summary>
    /// Each feature is normalized as (x - mean) / standard deviation, with the mean and standard deviation of the training data, and each target
    /// is denormalized as y * standard deviation + mean. If there is a transform, both are computed on transformed values; if there is a residual
    /// baseline, those of the targets are computed on its residuals.
    /// </summary>
    Standard,

    /// <summary>
    /// As <see cref="Standard"/>, followed by a normalization of each feature of each sequence as (x - m) / d, where m is the mean over the valid
    /// time steps of that sequence and d = sqrt(variance + 1e-5) is their standard deviation (Kim et al. 2022, without learned weights). Each
    /// target is denormalized with m and d of its feature, or with d alone if a residual baseline already provides the level. Future covariates
    /// that are lags of a feature are normalized with m and d of that feature: see <see cref="ForecastDescription.LagFeatures"/>. If there are
    /// several series, the statistics of the training data are chosen such that 1e-5 is small for the small series too.
    /// </summary>
    Window,

    /// <summary>
    /// As <see cref="Standard"/>, with the statistics of each series instead of those of all series together. The code of a series is the first of
    /// <see cref="NetworkDescription.Categories"/>; code 0, an unknown series, has the statistics of all series. Each time step is normalized by its
    /// code, a forecast denormalized by the code of the last time step. Unlike <see cref="Window"/>, it can be streamed.
    /// </summary>
    Series,
}
