namespace MlNetRecurrent;

/// <summary>Scores sequences of values [time, features].</summary>
internal sealed class ValueScorer(RecurrentModel model) : ISequenceScorer<float>
{
    /// <inheritdoc/>
    public int Features => model.Network.Features;

    /// <inheritdoc/>
    public int GetOutputSize(int time) => model.GetOutputSize(time);

    /// <inheritdoc/>
    public int Levels => model.Network.Forecast.Quantiles.Count;

    /// <inheritdoc/>
    public void ScoreBatch(ReadOnlySpan<float> sequences, int batch, Span<float> outputs, Span<float> quantiles) =>
        model.ScoreBatch(new SequenceBatch { Values = sequences, Count = batch, Quantiles = quantiles }, outputs);

    /// <inheritdoc/>
    public void ScoreRagged(ReadOnlySpan<float> sequences, ReadOnlySpan<int> lengths, Span<float> outputs, Span<float> quantiles) =>
        model.ScoreBatch(new SequenceBatch { Values = sequences, Lengths = lengths, Count = lengths.Length, Quantiles = quantiles }, outputs);
}
