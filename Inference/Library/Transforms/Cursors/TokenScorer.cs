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
    public void Score(
        ReadOnlySpan<long> sequences,
        int count,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<float> companions,
        Span<float> outputs,
        Span<float> quantiles) =>
        model.ScoreBatch(
            new SequenceBatch
            {
                Tokens = sequences,
                Count = count,
                Lengths = lengths,
                FutureCovariates = model.Network.Graph is null ? companions : [],
                OtherInputs = model.Network.Graph is null ? [] : companions,
                Quantiles = quantiles,
            },
            outputs);
}
