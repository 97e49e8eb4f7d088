namespace MlNetRecurrent;

/// <summary>What can be streamed, and what a step may be given.</summary>
internal static class StreamChecks
{
    /// <exception cref="NotSupportedException">Something cannot be computed step by step; the message names it.</exception>
    public static void RequireStreamable(RecurrentModel model)
    {
        var network = model.Network;
        RequireForward(network);
        if (network.Normalization == InputNormalization.Window)
            throw new NotSupportedException($"This model cannot be streamed: its normalization is {network.Normalization}, and the level of a sequence is known at its end only. Score whole sequences, or train a model with normalization {InputNormalization.Standard}.");
        if (network.Forecast.FutureCovariates > 0)
            throw new NotSupportedException($"This model cannot be streamed: its layers walk through a horizon of {network.Forecast.FutureCovariates} covariates known ahead behind each step. Score whole sequences.");
        if (model.ScoringEngine is not Engine.ManagedEngine && new Engine.StreamLayout(network).Carried > 0)
        {
            throw new NotSupportedException(
                $"This model cannot be streamed by ONNX Runtime: {(network.Forecast.ResidualBaseline != ResidualBaseline.None ? $"base {network.Forecast.ResidualBaseline} needs" : network.Forecast.HasDifferences ? "differences need" : $"reading {network.Pooling} needs")} what came before a step, which its file does not carry on. Load it with the engine {RecurrentEngine.Managed}.");
        }
    }

    private static void RequireForward(NetworkDescription network)
    {
        for (var index = 0; index < network.Layers.Count; index++)
        {
            var layer = network.Layers[index];
            if (layer.Direction != SequenceDirection.Forward)
            {
                throw new NotSupportedException(
                    $"This model cannot be streamed: layer {index + 1} ({layer.Cell}) is {(layer.Direction == SequenceDirection.Reverse ? "reverse" : "bidirectional")}, and a layer that walks backwards needs the end of the sequence first. Score whole sequences, or train a forward model.");
            }
        }
    }

    /// <exception cref="ArgumentException">A span has the wrong length, or a token is not in the vocabulary.</exception>
    public static void CheckStep(NetworkDescription network, ReadOnlySpan<float> values, ReadOnlySpan<long> tokens, bool givesTokens, int series, int outputs)
    {
        if (network.Embedding is { } embedding)
        {
            if (!givesTokens)
                throw new InvalidOperationException("This model reads tokens: step with int64 token numbers instead of values.");
            if (tokens.Length != series)
                throw new ArgumentException($"Expected {series} tokens, one for each series; got {tokens.Length}.", nameof(tokens));
            TokenRange.Check(tokens, embedding.VocabularySize);
        }
        else if (givesTokens)
        {
            throw new InvalidOperationException("This model reads values: step with float values instead of tokens.");
        }
        else if (values.Length != (long)series * network.Features)
        {
            throw new ArgumentException($"Expected one time step of {network.Features} values{Each(series, network.Features)}; got {values.Length}.", nameof(values));
        }

        if (outputs != (long)series * network.Outputs)
            throw new ArgumentException($"Expected room for an answer of {network.Outputs} values{Each(series, network.Outputs)}; got {outputs}.", nameof(outputs));
    }

    private static string Each(int series, int size) => series == 1 ? "" : $" for each of {series} series, {(long)series * size} in all";
}
