using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads the times of the current row from a column with values of one type.</summary>
/// <typeparam name="TItem">The raw type of a value in the column.</typeparam>
internal sealed class TimeReader<TItem> : TimeReader
{
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly Func<TItem, DateTime?> _convert;
    private readonly ValueGetter<VBuffer<TItem>> _getter;
    private VBuffer<TItem> _values;
    private TItem[] _items = [];
    private DateTime[] _times = [];

    /// <param name="row">The row or cursor that contains the column.</param>
    /// <param name="column">The column.</param>
    /// <param name="buffered">A getter for the values already buffered for an active column; or null.</param>
    /// <param name="convert">Converts a value; null if it is not a date.</param>
    public TimeReader(DataViewRow row, DataViewSchema.Column column, Delegate? buffered, Func<TItem, DateTime?> convert)
    {
        (_row, _column, _convert) = (row, column, convert);
        _getter = VectorGetter.Create<TItem>(row, column, buffered);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<DateTime> Read(int count, string steps)
    {
        _getter(ref _values);
        if (_values.Length != count)
            throw Invalid($"expected the times of {steps}, {count} in total, got {_values.Length}. Remove the row or complete it.");
        if (_times.Length < count)
            (_items, _times) = (new TItem[count], new DateTime[count]);
        _values.CopyTo(_items);
        for (var step = 0; step < count; step++)
            _times[step] = Convert(_items[step], step);
        var times = _times.AsSpan(0, count);
        return FutureInputChecks.FindTimeError(times) is { } error ? throw Invalid(error) : times;
    }

    // ML.NET represents a missing date as the first one of the calendar.
    private DateTime Convert(TItem item, int step) => _convert(item) switch
    {
        null => throw Invalid($"the time of step {step + 1} is '{item}', expected a date such as 2020-01-31 or 2020-01-31T10:30:00."),
        var time when time == DateTime.MinValue => throw Invalid($"the time of step {step + 1} is missing. Remove the row or complete it."),
        var time => time.Value,
    };

    private InvalidOperationException Invalid(string problem) => new($"Input column '{_column.Name}', row {_row.Position}: {problem}");
}
