namespace MlNetRecurrent.Engine;

/// <summary>The target transform and its inverse.</summary>
internal static unsafe class TargetTransformMath
{
    /// <summary>Computes log(value + offset) or sqrt(value + offset).</summary>
    public static float Apply(NetworkDescription network, float value) => network.Forecast.Transform switch
    {
        TargetTransform.Log => MathF.Log(value + (float)network.Forecast.TransformOffset),
        TargetTransform.SquareRoot => MathF.Sqrt(value + (float)network.Forecast.TransformOffset),
        _ => value,
    };

    /// <summary>Computes exp(value) - offset or max(value, 0)^2 - offset.</summary>
    public static float Invert(NetworkDescription network, float value)
    {
        if (network.Forecast.Transform == TargetTransform.None)
            return value;
        if (network.Forecast.Transform == TargetTransform.Log)
            return MathF.Exp(value) - (float)network.Forecast.TransformOffset;

        // NaN stays NaN.
        var root = value < 0 ? 0 : value;
        return (root * root) - (float)network.Forecast.TransformOffset;
    }

    /// <summary>Whether any value of a target, among the inputs or the future covariates, is undefined under the transform.</summary>
    /// <param name="network">The network.</param>
    /// <param name="values">The input values: [steps, features].</param>
    /// <param name="steps">The number of input steps.</param>
    /// <param name="futureCovariates">The future covariates, [steps + horizon, covariates], or null.</param>
    public static bool HasUndefinedValue(NetworkDescription network, float* values, int steps, float* futureCovariates) =>
        network.Forecast.Transform != TargetTransform.None
        && (HasUndefinedValue(network, values, network.Features, steps, network.Forecast.TargetFeatures)
            || (futureCovariates != null && HasUndefinedValue(
                network,
                futureCovariates,
                network.Forecast.FutureCovariates,
                steps + network.Forecast.Horizon,
                network.Forecast.SeasonalCovariates)));

    private static bool HasUndefinedValue(NetworkDescription network, float* values, int size, int steps, IReadOnlyList<int> columns)
    {
        var offset = (float)network.Forecast.TransformOffset;
        var withZero = network.Forecast.Transform == TargetTransform.SquareRoot;
        for (var column = 0; column < columns.Count; column++)
        {
            var value = values + columns[column];
            for (var step = 0; step < steps; step++, value += size)
            {
                var shifted = *value + offset;
                if (!(shifted > 0 || (withZero && shifted == 0)))
                    return true;
            }
        }

        return false;
    }
}
