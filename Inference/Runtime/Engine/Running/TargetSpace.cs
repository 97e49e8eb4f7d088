namespace MlNetRecurrent.Engine;

/// <summary>The way of a value of a target into the space of its transform, and back.</summary>
internal static unsafe class TargetSpace
{
    /// <summary>log(value + offset) or sqrt(value + offset).</summary>
    public static float Enter(NetworkDescription network, float value) => network.Transform switch
    {
        TargetTransform.Log => MathF.Log(value + (float)network.TransformOffset),
        TargetTransform.SquareRoot => MathF.Sqrt(value + (float)network.TransformOffset),
        _ => value,
    };

    /// <summary>exp(answer) - offset, or max(answer, 0)^2 - offset.</summary>
    public static float Leave(NetworkDescription network, float answer)
    {
        if (network.Transform == TargetTransform.None)
            return answer;
        if (network.Transform == TargetTransform.Log)
            return MathF.Exp(answer) - (float)network.TransformOffset;

        // A NaN stays one.
        var root = answer < 0 ? 0 : answer;
        return (root * root) - (float)network.TransformOffset;
    }

    /// <summary>Whether a target has a value without a transform in its history, or in what is known ahead of it.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="values">[steps, features].</param>
    /// <param name="steps">Time steps of the sequence.</param>
    /// <param name="known">[steps + horizon, covariates], or null.</param>
    public static bool IsLeft(NetworkDescription network, float* values, int steps, float* known) =>
        network.Transform != TargetTransform.None
        && (IsLeft(network, values, network.Features, steps, network.TargetFeatures)
            || (known != null && IsLeft(network, known, network.Known, steps + network.Horizon, network.SeasonalKnown)));

    private static bool IsLeft(NetworkDescription network, float* values, int size, int steps, IReadOnlyList<int> columns)
    {
        var offset = (float)network.TransformOffset;
        var withZero = network.Transform == TargetTransform.SquareRoot;
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
