namespace MlNetRecurrent;

/// <summary>
/// Validates the parts of a batch that apply to the graphs of other programs only: further inputs, and a fixed number of time steps.
/// </summary>
internal static class GraphChecks
{
    /// <param name="network">The network.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="steps">The total number of time steps of its sequences.</param>
    /// <exception cref="ArgumentException">A span has the wrong length, or a sequence has the wrong number of time steps.</exception>
    /// <exception cref="InvalidOperationException">The batch lacks further inputs, or has some that the model does not have.</exception>
    public static void Check(NetworkDescription network, in SequenceBatch batch, int steps)
    {
        if (network.Graph is not { } graph || graph.OtherInputs.Count == 0)
        {
            if (!batch.OtherInputs.IsEmpty)
                throw new InvalidOperationException($"This model has no further inputs: leave {nameof(SequenceBatch.OtherInputs)} empty.");
        }

        if (network.Graph is not null)
            Check(network.Graph, batch, steps);
    }

    /// <summary>Adds up a size that depends on the number of time steps of each sequence.</summary>
    public static long Sum(in SequenceBatch batch, int steps, Func<int, long> getSize)
    {
        if (batch.Lengths.IsEmpty)
            return batch.Count * getSize(steps / batch.Count);
        var sum = 0L;
        foreach (var length in batch.Lengths)
            sum = checked(sum + getSize(length));
        return sum;
    }

    private static void Check(GraphDescription graph, in SequenceBatch batch, int steps)
    {
        if (graph.FixedSteps is { } expected)
        {
            for (var index = 0; index < batch.Count; index++)
            {
                var length = batch.Lengths.IsEmpty ? steps / batch.Count : batch.Lengths[index];
                if (length != expected)
                {
                    throw new ArgumentException(
                        $"Expected sequences of exactly {expected} time {(expected == 1 ? "step" : "steps")}, which the file fixes: "
                        + $"{graph.Sequence}; got {length}.",
                        nameof(batch));
                }
            }
        }

        var size = Sum(batch, steps, graph.GetOtherInputsSize);
        if (batch.OtherInputs.Length == size)
            return;
        var inputs = string.Join(", ", graph.OtherInputs);
        if (batch.OtherInputs.IsEmpty)
        {
            throw new InvalidOperationException(
                $"This model has further inputs: {inputs}. Set {nameof(SequenceBatch)}.{nameof(SequenceBatch.OtherInputs)} to their values for each "
                + "sequence, in this order.");
        }

        throw new ArgumentException(
            $"Expected {size} values in {nameof(SequenceBatch.OtherInputs)} for {batch.Count} sequences, the values of {inputs} for each; "
            + $"got {batch.OtherInputs.Length}.",
            nameof(batch));
    }
}
