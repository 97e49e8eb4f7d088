namespace MlNetRecurrent;

/// <summary>Scores sequences of one kind with a model. Thread-safe.</summary>
/// <typeparam name="T">Single for values [time, features], Int64 for tokens [time].</typeparam>
internal interface ISequenceScorer<T>
{
    /// <summary>The number of values per time step.</summary>
    int Features { get; }

    /// <summary>Returns the number of values in the output for a sequence of <paramref name="time"/> time steps.</summary>
    int GetOutputSize(int time);

    /// <summary>The number of quantiles per output value; 0 for none.</summary>
    int Levels { get; }

    /// <summary>
    /// Scores sequences, which are concatenated without padding. The companions are the concatenated values that each sequence has beside its time
    /// steps: future covariates or further inputs; empty for none. The quantiles are [output value, levels].
    /// </summary>
    /// <param name="sequences">The sequences, [time, features] each.</param>
    /// <param name="count">The number of sequences.</param>
    /// <param name="lengths">The number of time steps of each sequence; empty if they have the same.</param>
    /// <param name="companions">The companions.</param>
    /// <param name="outputs">The buffer for the outputs.</param>
    /// <param name="quantiles">The buffer for the quantiles; empty for a model without quantiles.</param>
    void Score(
        ReadOnlySpan<T> sequences,
        int count,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<float> companions,
        Span<float> outputs,
        Span<float> quantiles);
}
