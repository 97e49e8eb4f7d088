namespace MlNetRecurrent;

/// <summary>Scores sequences of tokens.</summary>
internal sealed class TokenScorer(RecurrentModel model) : ISequenceScorer<long>
{
    /// <inheritdoc/>
    public int Features => 1;

    /// <inheritdoc/>
    public int AnswerSize(int time) => model.AnswerSize(time);

    /// <inheritdoc/>
    public int Levels => model.Network.Quantiles.Count;

    /// <inheritdoc/>
    public void ScoreBatch(ReadOnlySpan<long> sequences, int batch, Span<float> answers, Span<float> quantiles) =>
        model.ScoreBatch(new SequenceBatch { Tokens = sequences, Count = batch, Quantiles = quantiles }, answers);

    /// <inheritdoc/>
    public void ScoreRagged(ReadOnlySpan<long> sequences, ReadOnlySpan<int> lengths, Span<float> answers, Span<float> quantiles) =>
        model.ScoreBatch(new SequenceBatch { Tokens = sequences, Lengths = lengths, Count = lengths.Length, Quantiles = quantiles }, answers);
}
