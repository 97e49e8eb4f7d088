namespace MlNetRecurrent;

/// <summary>
/// The part of a <see cref="NetworkDescription"/> that only forecasts have: horizon, targets, their history, future covariates and quantiles.
/// Immutable. It keeps its defaults for every other task.
/// </summary>
public sealed record ForecastDescription
{
    /// <summary>The number of steps ahead that a forecast reaches.</summary>
    /// <value>Default: 1.</value>
    public int Horizon { get; init; } = 1;

    /// <summary>The number of values that a forecast has at each step of its horizon.</summary>
    /// <value>Default: 1.</value>
    public int Targets { get; init; } = 1;

    /// <summary>
    /// The number of future covariates: inputs whose values are known over the horizon, such as the hour or a holiday. The second input <c>known</c>
    /// [batch, time + horizon, covariates] holds their values at the steps of a sequence and, directly after each sequence's own length, at the steps
    /// of the horizon. The layers read them next to the features. Over the horizon the layers continue on the covariates alone, with the features at 0
    /// and an indicator feature at 1, and the head forecasts each step of the horizon from the hidden state at that step.
    /// </summary>
    /// <value>Default: 0.</value>
    public int FutureCovariates { get; init; }

    /// <summary>
    /// For each target, the future covariate (counted from 0) that holds the target's own value one season earlier. A seasonal residual baseline is
    /// taken from there, for seasons longer than the window, and <see cref="SeasonLength"/> is 0. Empty if the baseline is taken from the window.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<int> SeasonalCovariates { get; init; } = [];

    /// <summary>
    /// For each target, the feature (counted from 0) that holds its history in the input. Empty if the targets are not among the features.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<int> TargetFeatures { get; init; } = [];

    /// <summary>The transform under which the network sees the history of the targets and makes its forecasts.</summary>
    /// <value>Default: <see cref="TargetTransform.None"/>.</value>
    public TargetTransform Transform { get; init; }

    /// <summary>The constant added to a value before it is transformed.</summary>
    /// <value>Default: 0.</value>
    public double TransformOffset { get; init; }

    /// <summary>
    /// The residual baseline: the simple forecast to which the output of the network is added, on the transformed scale and before the inverse transform.
    /// </summary>
    /// <value>Default: <see cref="ResidualBaseline.None"/>.</value>
    public ResidualBaseline ResidualBaseline { get; init; }

    /// <summary>The number of time steps in a season, for a residual baseline that has one.</summary>
    /// <value>Default: 0, no season.</value>
    public int SeasonLength { get; init; }

    /// <summary>
    /// Whether the layers also read the difference of each target from the previous step, on the transformed scale; 0 at the first step. The
    /// differences follow the features and are normalized like them.
    /// </summary>
    /// <value>Default: false.</value>
    public bool HasDifferences { get; init; }

    /// <summary>
    /// The quantile levels that a forecast also has: above 0 and below 1, in ascending order, with 0.5 among them, since the median is the forecast
    /// itself. Empty for none. Quantiles never cross: the head outputs the median and the steps from each quantile to the next, as
    /// softplus(x) = log(1 + e^x).
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<double> Quantiles { get; init; } = [];
}
