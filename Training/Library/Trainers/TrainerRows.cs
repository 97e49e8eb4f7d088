using Microsoft.ML;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The sequences and labels of a data view, read into contiguous memory.</summary>
internal sealed class TrainerRows
{
    private readonly List<float> _values = [];
    private readonly List<long> _lengths = [];
    private readonly List<float> _targets = [];
    private readonly List<long> _classes = [];
    private readonly List<float> _covariates = [];

    private readonly RecurrentTask _task;
    private readonly int _features;
    private readonly int _horizon;
    private readonly int _covariateCount;
    private float[] _buffer = [];

    private TrainerRows(RecurrentTask task, int features, FutureColumns? future)
    {
        (_task, _features, _horizon) = (task, features, future?.Horizon ?? 0);
        _covariateCount = future is null ? 0 : future.Builder?.Names.Count ?? future.Width;
    }

    /// <summary>The number of sequences.</summary>
    public int Count => _lengths.Count;

    /// <summary>Reads every row.</summary>
    /// <param name="view">The data.</param>
    /// <param name="columns">The columns of sequences and labels.</param>
    /// <param name="future">The columns of the future covariates; null for none.</param>
    /// <param name="cancellation">Cancels the reading between rows.</param>
    /// <exception cref="SequenceDataException">
    /// There are no rows, a row contradicts the type of its column, a sequence is empty, or a value or label is missing.
    /// </exception>
    public static TrainerRows Read(IDataView view, TrainerColumns columns, FutureColumns? future, CancellationToken cancellation)
    {
        var (task, sequence, label) = (columns.Task, columns.Sequence, columns.Label);
        var rows = new TrainerRows(task, columns.Features, future);
        using var cursor = view.GetRowCursor([sequence, label, .. future?.All ?? []]);
        var values = new CellReader<float>(cursor, sequence, "Input column");
        var targets = task == RecurrentTask.Forecast ? new CellReader<float>(cursor, label, "Label column") : null;
        var keys = task == RecurrentTask.Forecast ? null : new CellReader<uint>(cursor, label, "Label column");
        var covariates = future is null ? null : new FutureCovariateReader(cursor, future, () => values.Latest, NonFinitePolicy.ScoreNaN, null);
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Add(cursor.Position, sequence.Name, values.Read());
            if (covariates is not null)
                rows.AddCovariates(cursor.Position, future!.Values?.Name, covariates);
            if (targets is not null)
                rows.AddValues(cursor.Position, label.Name, targets.Read());
            else
                rows.AddClasses(cursor.Position, label.Name, keys!.Read());
        }

        return rows.Count > 0 ? rows : throw new SequenceDataException("The training data has no rows.");
    }

    /// <summary>Creates training data from a range of sequences.</summary>
    /// <param name="first">The first sequence.</param>
    /// <param name="count">The number of sequences.</param>
    /// <param name="targets">The number of values to forecast for each step ahead.</param>
    public SequenceData ToSequenceData(int first, int count, int targets)
    {
        using var scope = NewDisposeScope();
        var lengths = _lengths.GetRange(first, count).ToArray();
        var startRow = _lengths.Take(first).Sum();
        var total = lengths.Sum();
        long[] starts = new long[count];
        for (var index = 1; index < count; index++)
            starts[index] = starts[index - 1] + lengths[index - 1];
        var rows = _values.GetRange(checked((int)(startRow * _features)), checked((int)(total * _features)));
        var values = tensor(rows.ToArray(), [total, _features]);
        var labels = _task switch
        {
            RecurrentTask.Classify => RowTargets.CreatePerSequence(tensor(_classes.GetRange(first, count).ToArray())),
            RecurrentTask.Tag => RowTargets.CreatePerRow(tensor(_classes.GetRange((int)startRow, (int)total).ToArray())),
            _ => RowTargets.CreatePerSequence(tensor(
                _targets.GetRange(first * ValuesPerRow, count * ValuesPerRow).ToArray(), [count, ValuesPerRow / targets, targets])),
        };
        if (_covariateCount == 0)
            return new SequenceData(new RowSource(values, null, starts, lengths, labels));

        // Each sequence has as many rows of covariates as time steps, and those of its horizon.
        long[] covariateStarts = [.. starts.Select((start, index) => start + (index * (long)_horizon))];
        var firstCovariate = checked((int)((startRow + (first * (long)_horizon)) * _covariateCount));
        var covariateRows = total + (count * (long)_horizon);
        var covariates = tensor(
            _covariates.GetRange(firstCovariate, checked((int)(covariateRows * _covariateCount))).ToArray(), [covariateRows, _covariateCount]);
        return new SequenceData(new RowSource(values, covariates, starts, lengths, labels, covariates: (covariateStarts, _horizon)));
    }

    private int ValuesPerRow => _targets.Count / Count;

    private void Add(long position, string column, ReadOnlySpan<float> values)
    {
        if (values.IsEmpty || values.Length % _features != 0)
        {
            throw new SequenceDataException(
                $"Input column '{column}', row {position}: expected a sequence [time, features] of at least one time step "
                + $"with {_features} values each, got {values.Length} values. Remove the row or complete it.");
        }

        AddFinite(position, $"Input column '{column}'", values, _values);
        _lengths.Add(values.Length / _features);
    }

    private void AddCovariates(long position, string? column, FutureCovariateReader reader)
    {
        try
        {
            var size = reader.Read(ref _buffer, 0, (int)_lengths[^1]);
            AddFinite(position, $"Input column '{column}'", _buffer.AsSpan(0, size), _covariates);
        }
        catch (InvalidOperationException exception)
        {
            throw new SequenceDataException(exception.Message, exception);
        }
    }

    private void AddValues(long position, string column, ReadOnlySpan<float> values) =>
        AddFinite(position, $"Label column '{column}'", values, _targets);

    private void AddClasses(long position, string column, ReadOnlySpan<uint> keys)
    {
        var expected = _task == RecurrentTask.Tag ? _lengths[^1] : 1;
        if (keys.Length != expected)
        {
            throw new SequenceDataException(
                $"Label column '{column}', row {position}: expected one class for each of the {expected} time steps, got {keys.Length} classes.");
        }

        foreach (var key in keys)
        {
            // Keys start at 1; 0 represents a missing value.
            _classes.Add(key > 0
                ? key - 1L
                : throw new SequenceDataException(
                    $"Label column '{column}', row {position}: the class is missing or is not one of the keys. Remove the row or complete it."));
        }
    }

    private static void AddFinite(long position, string column, ReadOnlySpan<float> values, List<float> into)
    {
        foreach (var value in values)
        {
            into.Add(float.IsFinite(value)
                ? value
                : throw new SequenceDataException(FormattableString.Invariant(
                    $"{column}, row {position}: the value {value} is not a finite number. Remove the row, or replace missing values.")));
        }
    }
}
