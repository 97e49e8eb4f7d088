namespace MlNetRecurrent.Engine;

/// <summary>Turns the values of one step into what the first layer reads: transformed, with their changes, what is known ahead and the mark of the horizon.</summary>
internal sealed unsafe class InputColumns(PackedNetwork network)
{
    private readonly NetworkDescription _network = network.Network;
    private readonly int[] _targets = [.. network.Network.Forecast.TargetFeatures];
    private readonly int[] _seasonal = [.. network.Network.Forecast.SeasonalCovariates];
    private readonly AffineScale? _scale = network.InputScale;
    private readonly AffineScale? _futureCovariateScale = network.FutureCovariateScale;

    /// <summary>The columns of a step of the sequence.</summary>
    /// <param name="values">[features], as they are fed.</param>
    /// <param name="previous">The history of the step before, [targets]; null at the first step.</param>
    /// <param name="history">Takes that of this step, [targets]; null where nobody needs it.</param>
    /// <param name="stride">Floats from one value of the history to the next.</param>
    /// <param name="columns">Takes [input].</param>
    public void Read(float* values, float* previous, float* history, nint stride, float* columns)
    {
        for (var feature = 0; feature < _network.Features; feature++)
            columns[feature] = InfinitySaturation.Saturate(values[feature]);
        for (var target = 0; target < _targets.Length; target++)
        {
            ref var value = ref columns[_targets[target]];
            value = TargetTransformMath.Apply(_network, value);
            if (_network.Forecast.HasDifferences)
                columns[_network.Features + target] = previous == null ? 0 : value - previous[target * stride];
            if (history != null)
                history[target * stride] = value;
        }

        if (_scale is not null)
            Scale(_scale, columns);
    }

    /// <summary>What is known ahead at a step, behind its columns.</summary>
    /// <param name="futureCovariates">[covariates], as they are fed.</param>
    /// <param name="seasonalValues">Takes the targets a season before, [targets]; null where nobody needs them.</param>
    /// <param name="isHorizon">Whether the step is one of the horizon: it has no columns then.</param>
    /// <param name="columns">Takes [input].</param>
    public void ReadFutureCovariates(float* futureCovariates, float* seasonalValues, bool isHorizon, float* columns)
    {
        if (isHorizon)
            new Span<float>(columns, _network.NormalizedFeatures).Clear();
        columns += _network.NormalizedFeatures;
        for (var covariate = 0; covariate < _network.Forecast.FutureCovariates; covariate++)
            columns[covariate] = InfinitySaturation.Saturate(futureCovariates[covariate]);
        for (var target = 0; target < _seasonal.Length; target++)
        {
            ref var value = ref columns[_seasonal[target]];
            value = TargetTransformMath.Apply(_network, value);
            seasonalValues[target] = value;
        }

        if (_futureCovariateScale is not null)
            Scale(_futureCovariateScale, columns);
        columns[_network.Forecast.FutureCovariates] = isHorizon ? 1 : 0;
    }

    private static void Scale(AffineScale scale, float* columns)
    {
        for (var column = 0; column < scale.Mean.Length; column++)
            columns[column] = (columns[column] - scale.Mean[column]) / scale.StandardDeviation[column];
    }
}
