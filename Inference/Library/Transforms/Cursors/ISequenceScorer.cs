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

    /// <summary>Scores sequences of one length, [batch, time, features]. The quantiles are [output value, levels].</summary>
    void ScoreBatch(ReadOnlySpan<T> sequences, int batch, Span<float> outputs, Span<float> quantiles);

    /// <summary>Scores variable-length sequences, which are concatenated without padding.</summary>
    void ScoreRagged(ReadOnlySpan<T> sequences, ReadOnlySpan<int> lengths, Span<float> outputs, Span<float> quantiles);
}
