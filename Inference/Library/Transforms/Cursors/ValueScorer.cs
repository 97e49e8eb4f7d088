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
    public void Score(
        ReadOnlySpan<float> sequences,
        int count,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<float> companions,
        Span<float> outputs,
        Span<float> quantiles) =>
        model.ScoreBatch(
            new SequenceBatch
            {
                Values = sequences,
                Count = count,
                Lengths = lengths,
                FutureCovariates = model.Network.Graph is null ? companions : [],
                OtherInputs = model.Network.Graph is null ? [] : companions,
                Quantiles = quantiles,
            },
            outputs);
}
