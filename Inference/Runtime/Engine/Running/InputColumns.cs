namespace MlNetRecurrent.Engine;

/// <summary>
/// Turns the values of one time step into the input of the first layer: transformed targets, features, differences, future covariates, and the
/// indicator of the horizon. The vectors of categories, which differ between the networks of an ensemble, follow in <see cref="BlockInput"/>.
/// </summary>
internal sealed unsafe class InputColumns(PackedNetwork network)
{
    private readonly NetworkDescription _network = network.Network;
    private readonly int[] _targets = [.. network.Network.Forecast.TargetFeatures];
    private readonly int[] _seasonal = [.. network.Network.Forecast.SeasonalCovariates];
    private readonly AffineScale? _scale = network.InputScale;
    private readonly AffineScale? _futureCovariateScale = SkipLags(network.FutureCovariateScale, network.Network.Forecast.LagFeatures);
    private readonly int[] _targetCovariates = network.Network.Forecast.Transform == TargetTransform.None
        ? []
        : [.. network.Network.Forecast.TargetCovariates];

    // The covariates that are lags, each with its feature.
    private readonly (int Covariate, int Feature)[] _lags =
    [
        .. from lag in network.Network.Forecast.LagFeatures.Index() where lag.Item is not null select (lag.Index, lag.Item!.Value),
    ];

    /// <summary>Writes the columns of an input step.</summary>
    /// <param name="values">The input values: [features].</param>
    /// <param name="previous">The transformed targets of the previous step, [targets]; null at the first step.</param>
    /// <param name="history">The buffer for the transformed targets of this step, [targets]; null if not needed.</param>
    /// <param name="stride">The number of floats from one value of the history to the next.</param>
    /// <param name="columns">The buffer for the columns: [input].</param>
    /// <param name="series">The code of the series, which selects the scale; 0 if all series have the same.</param>
    public void Read(float* values, float* previous, float* history, nint stride, float* columns, int series)
    {
        for (var feature = 0; feature < _network.NumericFeatures; feature++)
            columns[feature] = InfinitySaturation.Saturate(values[feature]);
        for (var target = 0; target < _targets.Length; target++)
        {
            ref var value = ref columns[_targets[target]];
            value = TargetTransformMath.Apply(_network, value);
            if (_network.Forecast.HasDifferences)
                columns[_network.NumericFeatures + target] = previous == null ? 0 : value - previous[target * stride];
            if (history != null)
                history[target * stride] = value;
        }

        if (_scale is not null)
            Scale(_scale, columns, series, _network.NormalizedFeatures);
    }

    /// <summary>Writes the future covariates of a step after its other columns.</summary>
    /// <param name="futureCovariates">The future covariates: [covariates].</param>
    /// <param name="seasonalValues">The buffer for the transformed targets of one season earlier, [targets]; null if not needed.</param>
    /// <param name="stride">The number of floats from one seasonal value to the next.</param>
    /// <param name="window">
    /// The mean of each column of the sequence, [columns], followed by the standard deviations; null if no covariate is a lag.
    /// </param>
    /// <param name="isHorizon">Whether the step belongs to the horizon, whose other columns are 0.</param>
    /// <param name="columns">The buffer for the columns: [input].</param>
    /// <param name="series">The code of the series, which selects the scale; 0 if all series have the same.</param>
    public void ReadFutureCovariates(
        float* futureCovariates, float* seasonalValues, nint stride, float* window, bool isHorizon, float* columns, int series)
    {
        if (isHorizon)
            new Span<float>(columns, _network.NormalizedFeatures).Clear();
        columns += _network.NormalizedFeatures;
        for (var covariate = 0; covariate < _network.Forecast.FutureCovariates; covariate++)
            columns[covariate] = InfinitySaturation.Saturate(futureCovariates[covariate]);
        foreach (var covariate in _targetCovariates)
            columns[covariate] = TargetTransformMath.Apply(_network, columns[covariate]);
        for (var target = 0; target < _seasonal.Length; target++)
            seasonalValues[target * stride] = columns[_seasonal[target]];
        // A lag is normalized as its feature, the other covariates with the statistics of the training data.
        foreach (var (covariate, feature) in _lags)
            columns[covariate] = NormalizeLag(columns[covariate], feature, window);
        if (_futureCovariateScale is not null)
            Scale(_futureCovariateScale, columns, series, _network.Forecast.FutureCovariates);
        columns[_network.Forecast.FutureCovariates] = isHorizon ? 1 : 0;
    }

    // ((x - mean) / standard deviation - m) / d, as the history of the feature
    private float NormalizeLag(float value, int feature, float* window)
    {
        var scaled = (value - _scale!.Mean[feature]) / _scale.StandardDeviation[feature];
        return (scaled - window[feature]) / window[_network.NormalizedFeatures + feature];
    }

    // The statistics of a lag over the training data are not used.
    private static AffineScale? SkipLags(AffineScale? scale, IReadOnlyList<int?> lagFeatures) => scale is null || lagFeatures.Count == 0
        ? scale
        : new AffineScale(
            [.. scale.Mean.Select((mean, covariate) => lagFeatures[covariate] is null ? mean : 0)],
            [.. scale.StandardDeviation.Select((deviation, covariate) => lagFeatures[covariate] is null ? deviation : 1)]);

    private static void Scale(AffineScale scale, float* columns, int series, int count)
    {
        var means = scale.Mean.AsSpan(series * count, count);
        var deviations = scale.StandardDeviation.AsSpan(series * count, count);
        for (var column = 0; column < means.Length; column++)
            columns[column] = (columns[column] - means[column]) / deviations[column];
    }
}
