namespace MlNetRecurrent;

/// <summary>Validates a batch before it is scored; the engines rely on it.</summary>
internal static class BatchChecks
{
    /// <summary>Validates a batch and returns the number of time steps: per sequence, or in total for variable-length sequences.</summary>
    /// <exception cref="ArgumentException">A span has the wrong length, or a token ID or length is out of range; the message names it.</exception>
    public static int CheckAndGetTime(NetworkDescription network, int stateSize, in SequenceBatch batch, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch.Count, 1, nameof(batch));
        var steps = CheckValuesAndCountSteps(network, batch);
        if (batch.Lengths.IsEmpty && (steps == 0 || steps % batch.Count != 0))
            throw WrongLength(network, batch);
        CheckLengths(batch, steps);
        CheckHistory(network, batch, steps);
        ForecastChecks.Check(network, batch, steps);
        GraphChecks.Check(network, batch, steps);
        var outputSize = network.Graph is { } graph ? GraphChecks.Sum(batch, steps, graph.GetOutputSize)
            : network.HasOutputPerStep ? steps * (long)network.OutputSize
            : batch.Count * (long)network.OutputSize;
        if (outputs != outputSize)
            throw WrongOutputSize(network, batch, outputs, outputSize, steps);
        var states = batch.Count * (long)stateSize;
        if (!batch.InitialStates.IsEmpty && batch.InitialStates.Length != states)
            throw WrongStates(batch, "initial", batch.InitialStates.Length, stateSize);
        if (!batch.FinalStates.IsEmpty && batch.FinalStates.Length != states)
            throw WrongStates(batch, "final", batch.FinalStates.Length, stateSize);
        return batch.Lengths.IsEmpty ? steps / batch.Count : steps;
    }

    private static int CheckValuesAndCountSteps(NetworkDescription network, in SequenceBatch batch)
    {
        if (network.Embedding is { } embedding)
        {
            if (!batch.Values.IsEmpty)
            {
                throw new InvalidOperationException(
                    "This model reads tokens: score int64 token IDs instead of values, with ScoreTokens or SequenceBatch.Tokens.");
            }

            TokenRange.Check(batch.Tokens, embedding.VocabularySize);
            return batch.Tokens.Length;
        }

        if (!batch.Tokens.IsEmpty)
            throw new InvalidOperationException("This model reads values: score float values instead of tokens.");
        if (batch.Values.Length % network.Features != 0)
            throw WrongLength(network, batch);
        return batch.Values.Length / network.Features;
    }

    private static void CheckLengths(in SequenceBatch batch, int steps)
    {
        if (batch.Lengths.IsEmpty)
            return;
        if (batch.Lengths.Length != batch.Count)
            throw new ArgumentException($"Expected {batch.Count} lengths, one for each sequence; got {batch.Lengths.Length}.", nameof(batch));
        var sum = 0L;
        for (var index = 0; index < batch.Lengths.Length; index++)
        {
            if (batch.Lengths[index] < 1)
            {
                throw new ArgumentException(
                    $"The length of sequence {index} is {batch.Lengths[index]}, expected at least 1: remove empty sequences.", nameof(batch));
            }

            sum += batch.Lengths[index];
        }

        if (sum != steps)
            throw new ArgumentException($"The lengths add up to {sum} time steps, but the batch has {steps}.", nameof(batch));
    }

    private static void CheckHistory(NetworkDescription network, in SequenceBatch batch, int steps)
    {
        var shortest = batch.Lengths.IsEmpty ? steps / batch.Count : FindShortest(batch.Lengths);
        if (shortest < network.MinSteps && network.Graph is null)
        {
            var reason = shortest < network.BaselineSteps
                ? $"residual baseline {network.Forecast.ResidualBaseline} with season length {network.Forecast.SeasonLength}"
                : network.Pooling == SequencePooling.LastSteps ? $"pooling {network.Pooling} of {network.PooledSteps} steps" : "its convolutions";
            throw new ArgumentException(
                $"Expected sequences of at least {network.MinSteps} time steps for {reason}, got {shortest}: provide a longer history.",
                nameof(batch));
        }
    }

    private static int FindShortest(ReadOnlySpan<int> lengths)
    {
        var shortest = int.MaxValue;
        foreach (var length in lengths)
            shortest = Math.Min(shortest, length);
        return shortest;
    }

    private static ArgumentException WrongLength(NetworkDescription network, in SequenceBatch batch)
    {
        if (network.Embedding is not null)
        {
            return new ArgumentException(
                $"Expected [batch, time] with {batch.Count} sequences: a multiple of {batch.Count} tokens, at least one time step; "
                + $"got {batch.Tokens.Length}.",
                nameof(batch));
        }

        var step = batch.Count * (long)network.Features;
        if (!batch.Lengths.IsEmpty)
        {
            return new ArgumentException(
                $"Expected a multiple of {network.Features} values, one for each feature; got {batch.Values.Length}.", nameof(batch));
        }

        return new ArgumentException(
            $"Expected [batch, time, features] with {batch.Count} sequences of {network.Features} features: "
            + $"a multiple of {step} values, at least one time step; got {batch.Values.Length}.",
            nameof(batch));
    }

    private static ArgumentException WrongStates(in SequenceBatch batch, string which, int size, int stateSize) => new(
        $"Expected {which} states [sequence, state] with {stateSize} values per sequence, {batch.Count * (long)stateSize} in total; got {size}.",
        nameof(batch));

    private static ArgumentException WrongOutputSize(
        NetworkDescription network, in SequenceBatch batch, int outputs, long expected, int steps) => new(
        network.HasOutputPerStep && !batch.Lengths.IsEmpty
            ? $"Expected a buffer for {steps} outputs of {network.OutputSize} values, one for each time step, {expected} in total; got {outputs}."
            : $"Expected a buffer for {batch.Count} outputs of {expected / batch.Count} values, {expected} in total; got {outputs}.",
        nameof(outputs));
}
