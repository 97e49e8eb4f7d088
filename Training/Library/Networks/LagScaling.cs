using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Normalizes future covariates that are lags of features as the features themselves: with the statistics of the window.</summary>
internal sealed class LagScaling : nn.Module
{
    private readonly Tensor _features;
    private readonly Tensor _isLag;

    public LagScaling(ForecastDescription forecast)
        : base(nameof(LagScaling))
    {
        var lagFeatures = forecast.LagFeatures;
        // The index of a covariate that is not a lag selects any feature; the mask discards the result.
        _features = tensor([.. lagFeatures.Select(feature => (long)(feature ?? 0))]);
        _isLag = tensor([.. lagFeatures.Select(feature => feature is not null)]);
        IsTarget = tensor([.. Enumerable.Range(0, lagFeatures.Count).Select(forecast.TargetCovariates.Contains)]);
        register_buffer("is_target", IsTarget, persistent: false);
        register_buffer("features", _features, persistent: false);
        register_buffer("is_lag", _isLag, persistent: false);
    }

    /// <summary>The mask of the future covariates that hold past values of the targets, to which the transform applies, bool [covariates].</summary>
    public Tensor IsTarget { get; }

    /// <summary>Normalizes the lags: ((x - mean) / standard deviation - m) / d, with m and d of the window.</summary>
    /// <param name="covariates">The future covariates, [batch, time + horizon, covariates]; lags of targets are transformed.</param>
    /// <param name="scaled">The same, normalized with the statistics of the training data; the result for covariates that are not lags.</param>
    /// <param name="mean">The mean of each column of the training data.</param>
    /// <param name="standardDeviation">The standard deviation of each column of the training data.</param>
    /// <param name="window">The mean and standard deviation of each sequence, in units of the above.</param>
    public Tensor Apply(Tensor covariates, Tensor scaled, Tensor mean, Tensor standardDeviation, WindowStatistics window)
    {
        var asFeatures = (covariates - mean.index_select(0, _features)) / standardDeviation.index_select(0, _features);
        var normalized = (asFeatures - window.Mean.index_select(2, _features)) / window.StandardDeviation.index_select(2, _features);
        return where(_isLag, normalized, scaled);
    }

    /// <summary>
    /// Returns NaN for a sequence with a covariate for which the transform of the targets is undefined, otherwise 0: [batch, 1, 1].
    /// </summary>
    /// <param name="covariates">The future covariates, [batch, time + horizon, covariates]; those that hold targets are transformed.</param>
    /// <param name="lengths">The number of steps of each sequence including its horizon, or null if all have the full length.</param>
    public Tensor GetUndefinedMask(Tensor covariates, SequenceLengths? lengths)
    {
        // A value that is undefined is a NaN or an infinity: subtracted from itself it is NaN, otherwise 0.
        var zeros = where(IsTarget, covariates - covariates, zeros_like(covariates));
        return (lengths is null ? zeros : lengths.MaskPadding(zeros)).sum([1, 2]).reshape(-1, 1, 1);
    }
}
