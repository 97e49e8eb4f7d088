namespace MlNetRecurrent;

/// <summary>Checks whether a model can be streamed, and validates the arguments of a step.</summary>
internal static class StreamChecks
{
    /// <summary>Returns why a model cannot be streamed, as sentences; null if it can.</summary>
    public static string? FindObstacle(RecurrentModel model)
    {
        try
        {
            RequireStreamable(model);
            return null;
        }
        catch (NotSupportedException exception)
        {
            return exception.Message;
        }
    }

    /// <exception cref="NotSupportedException">A part of the model cannot be computed step by step; the message names it.</exception>
    public static void RequireStreamable(RecurrentModel model)
    {
        var network = model.Network;
        if (network.Graph is { } graph)
        {
            RequireStates(graph);
            return;
        }

        RequireForward(network);
        if (network.ReversesOutput)
        {
            throw new NotSupportedException(
                "This model cannot be streamed: its first output is that of the last time step, which requires the whole sequence. "
                + "Score whole sequences.");
        }

        if (network.Normalization == InputNormalization.Window)
        {
            throw new NotSupportedException(
                $"This model cannot be streamed: normalization {network.Normalization} requires the whole sequence. "
                + $"Score whole sequences, or train a model with normalization {InputNormalization.Standard}.");
        }

        if (model.ScoringEngine is not Engine.ManagedEngine && network.HasLearnedInitialState && model.InitialState is null)
        {
            throw new NotSupportedException(
                "This model cannot be streamed by ONNX Runtime: its trained initial states were not found in the file. "
                + $"Load it with the engine {RecurrentEngine.Managed}.");
        }

        if (model.ScoringEngine is not Engine.ManagedEngine && new Engine.StreamLayout(network).Carried > 0)
        {
            if (network.Forecast.FutureCovariates > 0)
            {
                throw new NotSupportedException(
                    "This model cannot be streamed by ONNX Runtime: its file has no forecast from a carried state over the future covariates of the "
                    + $"horizon alone. Load it with the engine {RecurrentEngine.Managed}.");
            }

            var part = network.Forecast.ResidualBaseline != ResidualBaseline.None ? $"residual baseline {network.Forecast.ResidualBaseline} requires"
                : network.Forecast.HasDifferences ? "differences require"
                : $"pooling {network.Pooling} requires";
            throw new NotSupportedException(
                $"This model cannot be streamed by ONNX Runtime: {part} earlier time steps, which are not part of the state of its file. "
                + $"Load it with the engine {RecurrentEngine.Managed}.");
        }
    }

    private static void RequireStates(GraphDescription graph)
    {
        if (graph.States.Count == 0)
        {
            throw new NotSupportedException(
                "This model cannot be streamed: no state inputs and outputs were found in its graph, so that each output requires the whole "
                + $"sequence. It has the inputs {string.Join(", ", graph.OtherInputs.Prepend(graph.Sequence))} and the outputs "
                + $"{string.Join(", ", graph.Outputs)}. If some of them are states, set {nameof(RecurrentModelOptions.StateNames)}.");
        }

        if (graph.States.FirstOrDefault(state => state.Output is null) is { } state)
        {
            throw new NotSupportedException(
                $"This model cannot be streamed: no output with the final state of its input {state.Input} was found. If it has one, set "
                + $"{nameof(RecurrentModelOptions.StateNames)}.");
        }
    }

    private static void RequireForward(NetworkDescription network)
    {
        for (var index = 0; index < network.Layers.Count; index++)
        {
            var layer = network.Layers[index];
            if (layer.Direction != SequenceDirection.Forward)
            {
                var direction = layer.Direction == SequenceDirection.Reverse ? "reverse" : "bidirectional";
                throw new NotSupportedException(
                    $"This model cannot be streamed: layer {index + 1} ({layer.Cell}) is {direction} and requires the whole sequence. "
                    + "Score whole sequences, or train a forward model.");
            }

            if (layer.InputLayers.Any(linear => linear.KernelSize > 1))
            {
                throw new NotSupportedException(
                    $"This model cannot be streamed: the convolution before layer {index + 1} ({layer.Cell}) requires several time steps at once. "
                    + "Score whole sequences.");
            }
        }
    }

    /// <exception cref="ArgumentException">A span has the wrong length, or a token ID is not in the vocabulary.</exception>
    /// <exception cref="InvalidOperationException">
    /// Values were passed to a model that reads tokens, or tokens to one that reads values; or the model has future covariates.
    /// </exception>
    public static void CheckStep(
        RecurrentModel model, ReadOnlySpan<float> values, ReadOnlySpan<long> tokens, bool isTokens, int series, int outputs)
    {
        var network = model.Network;
        if (network.Forecast.FutureCovariates > 0)
        {
            throw new InvalidOperationException(
                $"This model requires {FutureCovariateChecks.Describe(model.Card, model.FutureCovariates)}: advance the stream with "
                + $"{nameof(RecurrentStream.Step)}(values, {nameof(FutureInputs)}), then call {nameof(RecurrentStream.Forecast)} with the future "
                + "covariates of the horizon.");
        }

        // The graph of another program may take several time steps at once: scoring checks them.
        if (network.Graph is not null)
            return;
        CheckInput(network, values, tokens, isTokens, series);
        CheckOutputs(network, series, outputs);
    }

    /// <summary>Checks a step with future covariates, which has no output.</summary>
    /// <exception cref="ArgumentException">The values have the wrong length.</exception>
    /// <exception cref="InvalidOperationException">The model has no future covariates.</exception>
    public static void CheckStep(RecurrentModel model, ReadOnlySpan<float> values, int series)
    {
        RequireFutureCovariates(model, "step with the values alone");
        CheckInput(model.Network, values, [], isTokens: false, series);
    }

    /// <summary>Checks a forecast over the horizon.</summary>
    /// <exception cref="ArgumentException">A buffer has the wrong length.</exception>
    /// <exception cref="InvalidOperationException">The model has no future covariates, or has no quantiles but they are requested.</exception>
    public static void CheckForecast(RecurrentModel model, int series, int outputs, int quantiles)
    {
        RequireFutureCovariates(model, "each step has its output");
        CheckOutputs(model.Network, series, outputs);
        ForecastChecks.CheckQuantiles(model.Network, quantiles, outputs, nameof(quantiles));
    }

    private static void RequireFutureCovariates(RecurrentModel model, string advice)
    {
        if (model.Network.Forecast.FutureCovariates == 0)
            throw new InvalidOperationException($"This model has no future covariates: {advice}.");
    }

    private static void CheckInput(NetworkDescription network, ReadOnlySpan<float> values, ReadOnlySpan<long> tokens, bool isTokens, int series)
    {
        if (network.Embedding is { } embedding)
        {
            if (!isTokens)
                throw new InvalidOperationException("This model reads tokens: step with int64 token IDs instead of values.");
            if (tokens.Length != series)
                throw new ArgumentException($"Expected {series} tokens, one for each series; got {tokens.Length}.", nameof(tokens));
            TokenRange.Check(tokens, embedding.VocabularySize);
        }
        else if (isTokens)
        {
            throw new InvalidOperationException("This model reads values: step with float values instead of tokens.");
        }
        else if (values.Length != (long)series * network.Features)
        {
            throw new ArgumentException(
                $"Expected one time step of {network.Features} values{Each(series, network.Features)}; got {values.Length}.", nameof(values));
        }
    }

    private static void CheckOutputs(NetworkDescription network, int series, int outputs)
    {
        if (outputs != (long)series * network.OutputSize)
        {
            throw new ArgumentException(
                $"Expected a buffer for an output of {network.OutputSize} values{Each(series, network.OutputSize)}; got {outputs}.", nameof(outputs));
        }
    }

    private static string Each(int series, int size) => series == 1 ? "" : $" for each of {series} series, {(long)series * size} in total";
}
