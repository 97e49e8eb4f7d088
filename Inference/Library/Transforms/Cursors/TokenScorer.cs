namespace MlNetRecurrent;

/// <summary>Scores sequences of tokens [time].</summary>
internal sealed class TokenScorer(RecurrentModel model) : ISequenceScorer<long>
{
    /// <inheritdoc/>
    public int Features => 1;

    /// <inheritdoc/>
    public int GetOutputSize(int time) => model.GetOutputSize(time);

    /// <inheritdoc/>
    public int Levels => model.Network.Forecast.Quantiles.Count;

    /// <inheritdoc/>
    public void ScoreBatch(ReadOnlySpan<long> sequences, int batch, Span<float> outputs, Span<float> quantiles) =>
        model.ScoreBatch(new SequenceBatch { Tokens = sequences, Count = batch, Quantiles = quantiles }, outputs);

    /// <inheritdoc/>
    public void ScoreRagged(ReadOnlySpan<long> sequences, ReadOnlySpan<int> lengths, Span<float> outputs, Span<float> quantiles) =>
        model.ScoreBatch(new SequenceBatch { Tokens = sequences, Lengths = lengths, Count = lengths.Length, Quantiles = quantiles }, outputs);
}
