namespace MlNetRecurrent;

/// <summary>
/// The part of a <see cref="NetworkDescription"/> that applies to forecasts only: horizon, targets, their history, future covariates and quantiles.
/// Other tasks leave it at its defaults. Immutable.
/// </summary>
public sealed record ForecastDescription
{
    /// <summary>The number of time steps in a forecast.</summary>
    /// <value>Default: 1.</value>
    public int Horizon { get; init; } = 1;

    /// <summary>The number of values at each step of a forecast.</summary>
    /// <value>Default: 1.</value>
    public int Targets { get; init; } = 1;

    /// <summary>The lower bound of the outputs, to which smaller ones are raised; null for none.</summary>
    /// <value>Default: null.</value>
    public double? Minimum { get; init; }

    /// <summary>The upper bound of the outputs, to which larger ones are lowered; null for none.</summary>
    /// <value>Default: null.</value>
    public double? Maximum { get; init; }

    /// <summary>
    /// The number of future covariates: inputs whose values are known over the horizon, such as the hour or a holiday. The second input <c>known</c>
    /// [batch, time + horizon, covariates] holds their values at the steps of a sequence and, directly after the last valid step of each sequence, at
    /// the steps of its horizon. The layers receive them in addition to the features. Over the horizon the layers continue on the covariates alone,
    /// with the features at 0 and an indicator feature at 1, and the head forecasts each step from the hidden state at that step.
    /// </summary>
    /// <value>Default: 0.</value>
    public int FutureCovariates { get; init; }

    /// <summary>
    /// For each target, the index of the future covariate that holds the value of the target one season earlier. A seasonal residual baseline uses
    /// these values, which allows seasons longer than the window; <see cref="SeasonLength"/> is then 0. Empty if the baseline uses the window.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<int> SeasonalCovariates { get; init; } = [];

    /// <summary>
    /// For each future covariate, the index of the feature whose earlier values it holds (its lag), or null if it is not a lag. With
    /// <see cref="InputNormalization.Window"/>, a lag is transformed and normalized exactly as the feature itself: with the statistics of the
    /// training data, then with the mean and standard deviation of the feature over the time steps of the sequence. The other future covariates
    /// are normalized with the statistics of the training data alone. If empty, all of them are, as in files of version 0.1; other normalizations
    /// require it to be empty.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<int?> LagFeatures { get; init; } = [];

    /// <summary>
    /// For each target, the index of the feature that holds its history. Empty if the targets are not among the features.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<int> TargetFeatures { get; init; } = [];

    /// <summary>The transform of the targets: the scale on which the network sees their history and makes its forecasts.</summary>
    /// <value>Default: <see cref="TargetTransform.None"/>.</value>
    public TargetTransform Transform { get; init; }

    /// <summary>The constant added to a value before it is transformed.</summary>
    /// <value>Default: 0.</value>
    public double TransformOffset { get; init; }

    /// <summary>
    /// The residual baseline: the simple forecast that is added to the output of the network, on the transformed scale.
    /// </summary>
    /// <value>Default: <see cref="ResidualBaseline.None"/>.</value>
    public ResidualBaseline ResidualBaseline { get; init; }

    /// <summary>The number of time steps in a season, for a seasonal residual baseline.</summary>
    /// <value>Default: 0, no season.</value>
    public int SeasonLength { get; init; }

    /// <summary>
    /// Whether the layers also receive the difference of each target from the previous step, on the transformed scale; it is 0 at the first step. The
    /// differences follow the features and are normalized like them.
    /// </summary>
    /// <value>Default: false.</value>
    public bool HasDifferences { get; init; }

    /// <summary>
    /// The quantile levels of a forecast: above 0 and below 1, in ascending order, including 0.5, since the median is the forecast itself. Empty for
    /// none. Quantiles never cross: the head outputs the median and the steps from each quantile to the next, as softplus(x) = log(1 + e^x).
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>The future covariates that hold past values of the targets, to which the transform applies, in ascending order.</summary>
    internal IEnumerable<int> TargetCovariates =>
        Enumerable.Range(0, LagFeatures.Count).Where(IsTargetLag).Union(SeasonalCovariates).Order();

    /// <summary>Whether the lag features state that a future covariate is a lag of a target. Does not allocate.</summary>
    internal bool IsTargetLag(int covariate)
    {
        if (LagFeatures[covariate] is not { } feature)
            return false;
        for (var target = 0; target < TargetFeatures.Count; target++)
        {
            if (TargetFeatures[target] == feature)
                return true;
        }

        return false;
    }
}
