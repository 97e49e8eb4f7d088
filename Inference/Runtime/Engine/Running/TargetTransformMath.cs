namespace MlNetRecurrent.Engine;

/// <summary>The target transform and its inverse.</summary>
internal static unsafe class TargetTransformMath
{
    /// <summary>Computes log(value + offset) or sqrt(value + offset), or returns the value if there is no transform.</summary>
    public static float Apply(NetworkDescription network, float value) => network.Forecast.Transform switch
    {
        TargetTransform.Log => MathF.Log(value + (float)network.Forecast.TransformOffset),
        TargetTransform.SquareRoot => MathF.Sqrt(value + (float)network.Forecast.TransformOffset),
        _ => value,
    };

    /// <summary>Computes exp(value) - offset or max(value, 0)^2 - offset, or returns the value if there is no transform.</summary>
    public static float Invert(NetworkDescription network, float value)
    {
        if (network.Forecast.Transform == TargetTransform.None)
            return value;
        if (network.Forecast.Transform == TargetTransform.Log)
            return MathF.Exp(value) - (float)network.Forecast.TransformOffset;

        // A NaN fails this comparison and stays NaN.
        var root = value < 0 ? 0 : value;
        return (root * root) - (float)network.Forecast.TransformOffset;
    }

    /// <summary>
    /// Whether a past value of a target is undefined under the transform: in the input, or in a future covariate that holds earlier values.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="values">The input values: [steps, features].</param>
    /// <param name="steps">The number of input steps.</param>
    /// <param name="futureCovariates">The future covariates, [covariate steps, covariates], or null.</param>
    /// <param name="covariateSteps">The number of steps with future covariates.</param>
    public static bool HasUndefinedValue(NetworkDescription network, float* values, int steps, float* futureCovariates, int covariateSteps) =>
        network.Forecast.Transform != TargetTransform.None
        && (HasUndefinedValue(network, values, network.Features, steps, network.Forecast.TargetFeatures)
            || (futureCovariates != null && HasUndefinedCovariate(network, futureCovariates, covariateSteps)));

    private static bool HasUndefinedCovariate(NetworkDescription network, float* futureCovariates, int steps)
    {
        var (forecast, width) = (network.Forecast, network.Forecast.FutureCovariates);
        if (HasUndefinedValue(network, futureCovariates, width, steps, forecast.SeasonalCovariates))
            return true;
        for (var covariate = 0; covariate < forecast.LagFeatures.Count; covariate++)
        {
            if (forecast.IsTargetLag(covariate) && HasUndefinedValue(network, futureCovariates + covariate, width, steps))
                return true;
        }

        return false;
    }

    private static bool HasUndefinedValue(NetworkDescription network, float* values, int width, int steps, IReadOnlyList<int> columns)
    {
        for (var column = 0; column < columns.Count; column++)
        {
            if (HasUndefinedValue(network, values + columns[column], width, steps))
                return true;
        }

        return false;
    }

    private static bool HasUndefinedValue(NetworkDescription network, float* value, int width, int steps)
    {
        var offset = (float)network.Forecast.TransformOffset;
        var zeroIsDefined = network.Forecast.Transform == TargetTransform.SquareRoot;
        for (var step = 0; step < steps; step++, value += width)
        {
            var shifted = *value + offset;
            // Negated, so that NaN is undefined too.
            if (!(shifted > 0 || (zeroIsDefined && shifted == 0)))
                return true;
        }

        return false;
    }
}
