
namespace MlNetRecurrent.Training;

/// <summary>How many sequences an exported model scores in a second, in batches on all cores, as an application would.</summary>
internal static class ScoringRate
{
    private const int Batch = 1024;
    private const int MostPasses = 1000;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.3);

    /// <summary>Rows per second through <see cref="RecurrentModel"/>.</summary>
    /// <param name="file">The bytes of the model.</param>
    /// <param name="frame">The data.</param>
    /// <param name="sequences">Sequences to score, at least one; repeated to fill a batch.</param>
    /// <param name="clock">Times the scoring.</param>
    /// <param name="cancellation">Ends it between batches.</param>
    public static double Of(byte[] file, RowFrame frame, IReadOnlyList<RowStretch> sequences, TimeProvider clock, CancellationToken cancellation)
    {
        using var model = RecurrentModel.Load(file);
        RowStretch[] rows = [.. Enumerable.Range(0, Batch).Select(index => sequences[index % sequences.Count])];
        float[] values = [.. rows.SelectMany(row => frame.Values.AsSpan(row.Start * frame.Features, row.Length * frame.Features).ToArray())];
        var covariates = model.Network.Known;
        float[] known = [.. rows.SelectMany(row => frame.Known.AsSpan(row.Start * covariates, (row.Length + model.Network.Horizon) * covariates).ToArray())];
        int[] lengths = [.. rows.Select(row => row.Length)];
        var answers = new float[rows.Sum(row => model.AnswerSize(row.Length))];
        // The first pass warms up.
        Score();
        var (passes, start) = (0, clock.GetTimestamp());
        do
        {
            cancellation.ThrowIfCancellationRequested();
            Score();
            passes++;
        }
        while (clock.GetElapsedTime(start) < Enough && passes < MostPasses);
        return passes * Batch / clock.GetElapsedTime(start).TotalSeconds;

        void Score() => model.ScoreBatch(
            new SequenceBatch { Values = values, Known = covariates == 0 ? default : known, Count = Batch, Lengths = lengths.All(length => length == lengths[0]) ? default : lengths }, answers);
    }
}
