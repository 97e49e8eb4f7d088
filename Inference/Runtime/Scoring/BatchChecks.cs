namespace MlNetRecurrent;

/// <summary>Checks of what is scored, at the door: the engines trust what passes.</summary>
internal static class BatchChecks
{
    /// <summary>The time steps of each sequence, or of all together where they differ.</summary>
    /// <exception cref="ArgumentException">A span has the wrong length, or a token or length is out of range; the message names it.</exception>
    public static int CheckAndGetTime(NetworkDescription network, int stateSize, in SequenceBatch batch, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch.Count, 1, nameof(batch));
        var steps = Steps(network, batch);
        if (batch.Lengths.IsEmpty && (steps == 0 || steps % batch.Count != 0))
            throw WrongLength(network, batch);
        CheckLengths(batch, steps);
        CheckHistory(network, batch, steps);
        ForecastChecks.Check(network, batch, steps);
        var answerSize = network.HasOutputPerStep ? steps * (long)network.Outputs : batch.Count * (long)network.Outputs;
        if (outputs != answerSize)
            throw WrongOutputSize(network, batch, outputs, answerSize, steps);
        var states = batch.Count * (long)stateSize;
        if (!batch.InitialStates.IsEmpty && batch.InitialStates.Length != states)
            throw WrongStates("initial", batch.InitialStates.Length, stateSize, states);
        if (!batch.FinalStates.IsEmpty && batch.FinalStates.Length != states)
            throw WrongStates("final", batch.FinalStates.Length, stateSize, states);
        return batch.Lengths.IsEmpty ? steps / batch.Count : steps;
    }

    private static int Steps(NetworkDescription network, in SequenceBatch batch)
    {
        if (network.Embedding is { } embedding)
        {
            if (!batch.Values.IsEmpty)
                throw new InvalidOperationException("This model reads tokens: score int64 token numbers instead of values.");
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
            throw new ArgumentException($"Expected a length for each of {batch.Count} sequences, got {batch.Lengths.Length}.", nameof(batch));
        var sum = 0L;
        for (var index = 0; index < batch.Lengths.Length; index++)
        {
            if (batch.Lengths[index] < 1)
                throw new ArgumentException($"Sequence {index} has the length {batch.Lengths[index]}: expected at least one time step. Leave it out.", nameof(batch));
            sum += batch.Lengths[index];
        }

        if (sum != steps)
            throw new ArgumentException($"The lengths add up to {sum} time steps, but {steps} are given.", nameof(batch));
    }

    private static void CheckHistory(NetworkDescription network, in SequenceBatch batch, int steps)
    {
        var shortest = batch.Lengths.IsEmpty ? steps / batch.Count : Shortest(batch.Lengths);
        if (shortest < network.MinimumSteps)
        {
            throw new ArgumentException(
                $"Expected sequences of at least {network.MinimumSteps} time steps for base {network.Forecast.ResidualBaseline} with season {network.Forecast.SeasonLength}, got {shortest}: give a longer history.",
                nameof(batch));
        }
    }

    private static int Shortest(ReadOnlySpan<int> lengths)
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
                $"Expected [batch, time] with {batch.Count} sequences of tokens, a multiple of {batch.Count} tokens and at least one time step; got {batch.Tokens.Length}.",
                nameof(batch));
        }

        var step = batch.Count * (long)network.Features;
        return batch.Lengths.IsEmpty
            ? new ArgumentException(
                $"Expected [batch, time, features] with {batch.Count} sequences of {network.Features} features, a multiple of {step} values and at least one time step; got {batch.Values.Length}.",
                nameof(batch))
            : new ArgumentException($"Expected a multiple of {network.Features} values, one for each feature; got {batch.Values.Length}.", nameof(batch));
    }

    private static ArgumentException WrongStates(string which, int batch, int stateSize, long expected) => new(
        $"Expected {which} states [sequence, state] of {stateSize} values each, {expected} in all; got {batch}.", nameof(batch));

    private static ArgumentException WrongOutputSize(NetworkDescription network, in SequenceBatch batch, int outputs, long expected, int steps) => new(
        network.HasOutputPerStep && !batch.Lengths.IsEmpty
            ? $"Expected room for {steps} answers of {network.Outputs} values, one for each time step, {expected} in all; got {outputs}."
            : $"Expected room for {batch.Count} answers of {expected / batch.Count} values, {expected} in all; got {outputs}.",
        nameof(outputs));
}
