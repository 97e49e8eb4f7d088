using static System.FormattableString;

namespace MlNetRecurrent.Onnx;

/// <summary>Describes a network in one line, such as "forecast, LSTM 50, pooling: last step".</summary>
internal static class NetworkText
{
    public static string Describe(NetworkDescription network)
    {
        string?[] parts =
        [
            network.Task.ToString().ToLowerInvariant(),
            LayerText.Describe(network),
            network.HasLearnedInitialState ? "trained initial states" : null,
            PoolingText.Describe(network) is { } pooling ? $"pooling: {pooling}" : null,
            network.HasHeadNormalization ? "normalized pooling" : null,
            network.OutputActivation == ActivationFunction.Identity ? null : $"outputs: {network.OutputActivation}",
            network.Forecast.Minimum is { } minimum ? Invariant($"at least {minimum}") : null,
            network.Forecast.Maximum is { } maximum ? Invariant($"at most {maximum}") : null,
            network.HasLogProbabilities ? "log-probabilities" : null,
            network.ReversesOutput ? "last step first" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
