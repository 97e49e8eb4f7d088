using Microsoft.ML;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Sequences and labels, read out of a data view into one stretch of memory.</summary>
internal sealed class TrainerRows
{
    private readonly List<float> _values = [];
    private readonly List<long> _lengths = [];
    private readonly List<float> _numbers = [];
    private readonly List<long> _classes = [];

    private readonly RecurrentTask _task;
    private readonly int _features;

    private TrainerRows(RecurrentTask task, int features) => (_task, _features) = (task, features);

    /// <summary>How many sequences there are.</summary>
    public int Count => _lengths.Count;

    /// <summary>Reads every row.</summary>
    /// <param name="view">The data.</param>
    /// <param name="task">What the labels are.</param>
    /// <param name="sequence">The column of sequences, checked.</param>
    /// <param name="label">The column of labels, checked.</param>
    /// <param name="features">Values per time step.</param>
    /// <param name="cancellation">Ends the reading between rows.</param>
    /// <exception cref="SequenceDataException">There is no row, a sequence is empty, or a value or label is missing.</exception>
    public static TrainerRows Read(IDataView view, RecurrentTask task, DataViewSchema.Column sequence, DataViewSchema.Column label, int features, CancellationToken cancellation)
    {
        var rows = new TrainerRows(task, features);
        using var cursor = view.GetRowCursor([sequence, label]);
        var values = new CellReader<float>(cursor, sequence);
        var numbers = task == RecurrentTask.Forecast ? new CellReader<float>(cursor, label) : null;
        var keys = task == RecurrentTask.Forecast ? null : new CellReader<uint>(cursor, label);
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Add(cursor.Position, sequence.Name, values.Read());
            if (numbers is not null)
                rows.AddValues(cursor.Position, label.Name, numbers.Read());
            else
                rows.AddClasses(cursor.Position, label.Name, keys!.Read());
        }

        return rows.Count > 0 ? rows : throw new SequenceDataException("The data to fit has no rows.");
    }

    /// <summary>Some of the sequences, for a fit.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="targets">Values that a forecast gives for each step ahead.</param>
    public SequenceData ToSequenceData(int first, int count, int targets)
    {
        using var scope = NewDisposeScope();
        var lengths = _lengths.GetRange(first, count).ToArray();
        var before = _lengths.Take(first).Sum();
        var total = lengths.Sum();
        long[] starts = new long[count];
        for (var index = 1; index < count; index++)
            starts[index] = starts[index - 1] + lengths[index - 1];
        var values = tensor(_values.GetRange(checked((int)(before * _features)), checked((int)(total * _features))).ToArray(), [total, _features]);
        var answers = _task switch
        {
            RecurrentTask.Classify => RowTargets.CreatePerSequence(tensor(_classes.GetRange(first, count).ToArray())),
            RecurrentTask.Tag => RowTargets.CreatePerRow(tensor(_classes.GetRange((int)before, (int)total).ToArray())),
            _ => RowTargets.CreatePerSequence(tensor(_numbers.GetRange(first * ValuesPerRow, count * ValuesPerRow).ToArray(), [count, ValuesPerRow / targets, targets])),
        };
        return new SequenceData(new RowSource(values, null, starts, lengths, answers));
    }

    private int ValuesPerRow => _numbers.Count / Count;

    private void Add(long position, string column, ReadOnlySpan<float> values)
    {
        if (values.IsEmpty || values.Length % _features != 0)
            throw new SequenceDataException($"Input column '{column}', row {position}: expected a sequence [time, features] of at least one time step and {_features} values each, got {values.Length} values. Leave the row out or complete it.");
        AddFinite(position, $"Input column '{column}'", values, _values);
        _lengths.Add(values.Length / _features);
    }

    private void AddValues(long position, string column, ReadOnlySpan<float> values) => AddFinite(position, $"Label column '{column}'", values, _numbers);

    private void AddClasses(long position, string column, ReadOnlySpan<uint> keys)
    {
        var expected = _task == RecurrentTask.Tag ? _lengths[^1] : 1;
        if (keys.Length != expected)
            throw new SequenceDataException($"Label column '{column}', row {position}: expected a class for each of {expected} time steps, got {keys.Length}.");
        foreach (var key in keys)
        {
            // Keys count from 1; 0 stands for none.
            _classes.Add(key > 0 ? key - 1L : throw new SequenceDataException($"Label column '{column}', row {position}: the class is missing, or one that the keys do not have. Leave the row out or complete it."));
        }
    }

    private static void AddFinite(long position, string column, ReadOnlySpan<float> values, List<float> into)
    {
        foreach (var value in values)
        {
            into.Add(float.IsFinite(value)
                ? value
                : throw new SequenceDataException(FormattableString.Invariant($"{column}, row {position}: the value {value} is no finite number. Leave the row out, or replace missing values.")));
        }
    }
}
