namespace MlNetRecurrent.Engine;

/// <summary>The way of a value of a target into the space of its transform, and back.</summary>
internal static unsafe class TargetTransformMath
{
    /// <summary>log(value + offset) or sqrt(value + offset).</summary>
    public static float Apply(NetworkDescription network, float value) => network.Forecast.Transform switch
    {
        TargetTransform.Log => MathF.Log(value + (float)network.Forecast.TransformOffset),
        TargetTransform.SquareRoot => MathF.Sqrt(value + (float)network.Forecast.TransformOffset),
        _ => value,
    };

    /// <summary>exp(answer) - offset, or max(answer, 0)^2 - offset.</summary>
    public static float Invert(NetworkDescription network, float value)
    {
        if (network.Forecast.Transform == TargetTransform.None)
            return value;
        if (network.Forecast.Transform == TargetTransform.Log)
            return MathF.Exp(value) - (float)network.Forecast.TransformOffset;

        // A NaN stays one.
        var root = value < 0 ? 0 : value;
        return (root * root) - (float)network.Forecast.TransformOffset;
    }

    /// <summary>Whether a target has a value without a transform in its history, or in what is known ahead of it.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="values">[steps, features].</param>
    /// <param name="steps">Time steps of the sequence.</param>
    /// <param name="futureCovariates">[steps + horizon, covariates], or null.</param>
    public static bool HasUndefinedValue(NetworkDescription network, float* values, int steps, float* futureCovariates) =>
        network.Forecast.Transform != TargetTransform.None
        && (HasUndefinedValue(network, values, network.Features, steps, network.Forecast.TargetFeatures)
            || (futureCovariates != null && HasUndefinedValue(network, futureCovariates, network.Forecast.FutureCovariates, steps + network.Forecast.Horizon, network.Forecast.SeasonalCovariates)));

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
