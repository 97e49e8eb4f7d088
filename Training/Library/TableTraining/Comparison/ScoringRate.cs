namespace MlNetRecurrent.Training;

/// <summary>Measures how many sequences an exported model scores per second, in batches on all cores, as an application would.</summary>
internal static class ScoringRate
{
    private const int BatchSize = 1024;
    private const int MaxPasses = 1000;
    private static readonly TimeSpan MinTime = TimeSpan.FromSeconds(0.3);

    /// <summary>Measures the number of rows per second through <see cref="RecurrentModel"/>.</summary>
    /// <param name="file">The bytes of the model.</param>
    /// <param name="frame">The data.</param>
    /// <param name="sequences">The sequences to score, at least one; repeated to fill a batch.</param>
    /// <param name="clock">The clock that times the scoring.</param>
    /// <param name="cancellation">Cancels the measurement between batches.</param>
    public static double Measure(
        byte[] file, RowFrame frame, IReadOnlyList<RowSequence> sequences, TimeProvider clock, CancellationToken cancellation)
    {
        using var model = RecurrentModel.Load(file);
        RowSequence[] rows = [.. Enumerable.Range(0, BatchSize).Select(index => sequences[index % sequences.Count])];
        float[] values = [.. rows.SelectMany(row => frame.Values.AsSpan(row.Start * frame.Features, row.Length * frame.Features).ToArray())];
        var covariates = model.Network.Forecast.FutureCovariates;
        var horizon = model.Network.Forecast.Horizon;
        float[] future =
        [
            .. rows.SelectMany(row => frame.FutureCovariates.AsSpan(row.Start * covariates, (row.Length + horizon) * covariates).ToArray()),
        ];
        int[] lengths = [.. rows.Select(row => row.Length)];
        var outputs = new float[rows.Sum(row => model.GetOutputSize(row.Length))];
        // The first pass warms up.
        Score();
        var (passes, start) = (0, clock.GetTimestamp());
        do
        {
            cancellation.ThrowIfCancellationRequested();
            Score();
            passes++;
        }
        while (clock.GetElapsedTime(start) < MinTime && passes < MaxPasses);
        return passes * BatchSize / clock.GetElapsedTime(start).TotalSeconds;

        void Score()
        {
            var batch = new SequenceBatch
            {
                Values = values,
                FutureCovariates = covariates == 0 ? default : future,
                Count = BatchSize,
                Lengths = lengths.All(length => length == lengths[0]) ? default : lengths,
            };
            model.ScoreBatch(batch, outputs);
        }
    }
}
