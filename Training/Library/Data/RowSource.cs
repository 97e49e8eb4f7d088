using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Sequences that are ranges of the rows of one table. They may overlap and have different lengths; each row is stored once.</summary>
internal sealed class RowSource : SequenceSource
{
    private readonly Tensor _rows;
    private readonly Tensor? _futureCovariates;
    private readonly Tensor _starts;
    private readonly Tensor? _covariateStarts;
    private readonly long _horizon;
    private readonly Tensor? _lengths;
    private readonly long _time;
    private readonly RowTargets _targets;

    /// <param name="rows">The rows, [rows, features], which may be shared with other sources.</param>
    /// <param name="futureCovariates">The future covariates, [rows, covariates], or null.</param>
    /// <param name="starts">The first row of each sequence. The array is kept, not copied.</param>
    /// <param name="lengths">The number of rows of each sequence: one value for all, or one for each.</param>
    /// <param name="targets">The targets of the sequences.</param>
    /// <param name="series">The sequences of each series, if they are windows of several series; null otherwise.</param>
    /// <param name="covariates">
    /// The first row of the future covariates of each sequence, and the number of rows after the sequence; null if they are aligned with the rows.
    /// </param>
    public RowSource(
        Tensor rows,
        Tensor? futureCovariates,
        long[] starts,
        long[] lengths,
        RowTargets targets,
        IReadOnlyList<SequenceRange>? series = null,
        (long[] Starts, int Horizon)? covariates = null)
    {
        (_rows, _futureCovariates, _targets) = (rows.alias(), futureCovariates?.alias(), targets);
        Series = series ?? [];
        _starts = as_tensor(starts);
        _covariateStarts = covariates is null ? null : as_tensor(covariates.Value.Starts);
        _horizon = covariates?.Horizon ?? targets.Horizon;
        _time = lengths.Max();
        _lengths = lengths.All(length => length == _time) ? null : as_tensor(lengths);
        foreach (var tensor in (Tensor?[])[_rows, _futureCovariates, _starts, _covariateStarts, _lengths])
            tensor?.DetachFromDisposeScope();
    }

    public override long Count => _starts.shape[0];

    public override long Time => _time;

    public override Tensor? Lengths => _lengths;

    public override IReadOnlyList<SequenceRange> Series { get; }

    public override TrainingBatch Gather(Tensor? rows)
    {
        var starts = rows is null ? _starts : _starts.index_select(0, rows);
        var lengths = rows is null ? _lengths : _lengths?.index_select(0, rows);
        var time = lengths is null ? _time : lengths.max().item<long>();
        var steps = arange(time).unsqueeze(0);
        // Padding repeats the last row of a sequence. It is masked, but must not contain rows of another sequence.
        if (lengths is not null)
            steps = minimum(steps, lengths.unsqueeze(1) - 1);
        var inputs = Gather(_rows, starts, steps);
        return new TrainingBatch(
            inputs, _targets.Gather(_rows, starts, lengths, time, rows), GatherCovariates(rows, starts, lengths, time), lengths);
    }

    public override void Dispose()
    {
        foreach (var tensor in (Tensor?[])[_rows, _futureCovariates, _starts, _covariateStarts, _lengths])
            tensor?.Dispose();
        _targets.Dispose();
    }

    private Tensor? GatherCovariates(Tensor? rows, Tensor starts, Tensor? lengths, long time)
    {
        if (_futureCovariates is null)
            return null;
        var steps = arange(time + _horizon).unsqueeze(0);
        if (lengths is not null)
            steps = minimum(steps, lengths.unsqueeze(1) + (_horizon - 1));
        if (_covariateStarts is null)
            return Gather(_futureCovariates, starts, steps);
        return Gather(_futureCovariates, rows is null ? _covariateStarts : _covariateStarts.index_select(0, rows), steps);
    }

    /// <summary>Gathers rows, [batch, steps, columns], at steps relative to starts.</summary>
    /// <param name="rows">The rows, [rows, columns].</param>
    /// <param name="starts">The first row of each sequence, [batch].</param>
    /// <param name="steps">The steps, [batch or 1, steps], counted from the start of each sequence.</param>
    internal static Tensor Gather(Tensor rows, Tensor starts, Tensor steps)
    {
        var indices = starts.unsqueeze(1) + steps;
        return rows.index_select(0, indices.flatten()).view(indices.shape[0], indices.shape[1], -1);
    }
}
