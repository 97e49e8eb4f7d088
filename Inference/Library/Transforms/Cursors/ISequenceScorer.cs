namespace MlNetRecurrent;

/// <summary>The part of a model that scores sequences of one kind. Thread-safe.</summary>
/// <typeparam name="T">Single for values [time, features], Int64 for tokens [time].</typeparam>
internal interface ISequenceScorer<T>
{
    /// <summary>Values per time step.</summary>
    int Features { get; }

    /// <summary>How many values the answer to a sequence of so many time steps has.</summary>
    int GetOutputSize(int time);

    /// <summary>How many quantiles each value of an answer has; 0 for none.</summary>
    int Levels { get; }

    /// <summary>Scores sequences of one length, [batch, time, features]. Quantiles are [answer, levels].</summary>
    void ScoreBatch(ReadOnlySpan<T> sequences, int batch, Span<float> outputs, Span<float> quantiles);

    /// <summary>Scores sequences of several lengths, one behind the other.</summary>
    void ScoreRagged(ReadOnlySpan<T> sequences, ReadOnlySpan<int> lengths, Span<float> outputs, Span<float> quantiles);
}
