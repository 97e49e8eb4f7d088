using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Normalizes future covariates that are lags of features as the features themselves: with the statistics of the window.</summary>
internal sealed class LagScaling : nn.Module
{
    private readonly Tensor _features;
    private readonly Tensor _isLag;

    /// <param name="lagFeatures">For each future covariate, the feature of which it is a lag, or null.</param>
    public LagScaling(IReadOnlyList<int?> lagFeatures)
        : base(nameof(LagScaling))
    {
        // The index of a covariate that is not a lag selects any feature; the mask discards the result.
        _features = tensor([.. lagFeatures.Select(feature => (long)(feature ?? 0))]);
        _isLag = tensor([.. lagFeatures.Select(feature => feature is not null)]);
        register_buffer("features", _features, persistent: false);
        register_buffer("is_lag", _isLag, persistent: false);
    }

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
}
