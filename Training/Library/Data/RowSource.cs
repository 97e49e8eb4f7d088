using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Sequences that are stretches of the rows of one table, overlapping or not, of one length or of many: each row is kept once.</summary>
internal sealed class RowSource : SequenceSource
{
    private readonly Tensor _rows;
    private readonly Tensor? _futureCovariates;
    private readonly Tensor _starts;
    private readonly Tensor? _lengths;
    private readonly long _time;
    private readonly RowTargets _targets;

    /// <param name="rows">[rows, features]; shared with others that are made of the same table.</param>
    /// <param name="futureCovariates">[rows, covariates], or null.</param>
    /// <param name="starts">The first row of each sequence.</param>
    /// <param name="lengths">The rows of each sequence: one number for all, or one for each.</param>
    /// <param name="targets">What the answers are.</param>
    public RowSource(Tensor rows, Tensor? futureCovariates, long[] starts, long[] lengths, RowTargets targets)
    {
        (_rows, _futureCovariates, _targets) = (rows.alias(), futureCovariates?.alias(), targets);
        _starts = tensor(starts);
        _time = lengths.Max();
        _lengths = lengths.All(length => length == _time) ? null : tensor(lengths);
        foreach (var kept in (Tensor?[])[_rows, _futureCovariates, _starts, _lengths])
            kept?.DetachFromDisposeScope();
    }

    public override long Count => _starts.shape[0];

    public override long Time => _time;

    public override Tensor? Lengths => _lengths;

    public override TrainingBatch Batch(Tensor? rows)
    {
        var starts = rows is null ? _starts : _starts.index_select(0, rows);
        var lengths = rows is null ? _lengths : _lengths?.index_select(0, rows);
        var time = lengths is null ? _time : lengths.max().item<long>();
        var steps = arange(time).unsqueeze(0);
        // Steps behind the end of a sequence repeat its last row: they are masked, but a row of another sequence must not stand there.
        if (lengths is not null)
            steps = minimum(steps, lengths.unsqueeze(1) - 1);
        var inputs = Gather(_rows, starts, steps);
        var known = _futureCovariates is null ? null : Gather(_futureCovariates, starts, arange(time + _targets.Horizon).unsqueeze(0));
        return new TrainingBatch(inputs, _targets.Gather(_rows, starts, lengths, time, rows), known, lengths);
    }

    public override void Dispose()
    {
        foreach (var kept in (Tensor?[])[_rows, _futureCovariates, _starts, _lengths])
            kept?.Dispose();
        _targets.Dispose();
    }

    /// <summary>[batch, steps, columns] of rows from starts on.</summary>
    /// <param name="rows">[rows, columns].</param>
    /// <param name="starts">[batch].</param>
    /// <param name="steps">[batch or 1, steps], counted from the start.</param>
    internal static Tensor Gather(Tensor rows, Tensor starts, Tensor steps)
    {
        var places = starts.unsqueeze(1) + steps;
        return rows.index_select(0, places.flatten()).view(places.shape[0], places.shape[1], -1);
    }
}
