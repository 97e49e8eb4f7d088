
namespace MlNetRecurrent.Training;

/// <summary>How many sequences an exported model scores in a second, in batches on all cores, as an application would.</summary>
internal static class ScoringRate
{
    private const int Batch = 1024;
    private const int MaxPasses = 1000;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.3);

    /// <summary>Rows per second through <see cref="RecurrentModel"/>.</summary>
    /// <param name="file">The bytes of the model.</param>
    /// <param name="frame">The data.</param>
    /// <param name="sequences">Sequences to score, at least one; repeated to fill a batch.</param>
    /// <param name="clock">Times the scoring.</param>
    /// <param name="cancellation">Ends it between batches.</param>
    public static double Measure(byte[] file, RowFrame frame, IReadOnlyList<RowSequence> sequences, TimeProvider clock, CancellationToken cancellation)
    {
        using var model = RecurrentModel.Load(file);
        RowSequence[] rows = [.. Enumerable.Range(0, Batch).Select(index => sequences[index % sequences.Count])];
        float[] values = [.. rows.SelectMany(row => frame.Values.AsSpan(row.Start * frame.Features, row.Length * frame.Features).ToArray())];
        var covariates = model.Network.Forecast.FutureCovariates;
        float[] known = [.. rows.SelectMany(row => frame.FutureCovariates.AsSpan(row.Start * covariates, (row.Length + model.Network.Forecast.Horizon) * covariates).ToArray())];
        int[] lengths = [.. rows.Select(row => row.Length)];
        var answers = new float[rows.Sum(row => model.GetOutputSize(row.Length))];
        // The first pass warms up.
        Score();
        var (passes, start) = (0, clock.GetTimestamp());
        do
        {
            cancellation.ThrowIfCancellationRequested();
            Score();
            passes++;
        }
        while (clock.GetElapsedTime(start) < Enough && passes < MaxPasses);
        return passes * Batch / clock.GetElapsedTime(start).TotalSeconds;

        void Score() => model.ScoreBatch(
            new SequenceBatch { Values = values, FutureCovariates = covariates == 0 ? default : known, Count = Batch, Lengths = lengths.All(length => length == lengths[0]) ? default : lengths }, answers);
    }
}
