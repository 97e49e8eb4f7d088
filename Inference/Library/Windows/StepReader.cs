using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads the values of one column into its part of a time step. Not thread-safe.</summary>
internal sealed class StepReader
{
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly ValueGetter<float>? _value;
    private readonly ValueGetter<VBuffer<float>>? _vector;
    private readonly ValueGetter<DateTime>? _time;
    private readonly int _start;
    private readonly int _width;
    private VBuffer<float> _buffer;

    /// <summary>Creates a reader of a column.</summary>
    /// <param name="row">The cursor that contains the column.</param>
    /// <param name="column">The column: Single, Vector&lt;Single&gt; of known size, or DateTime.</param>
    /// <param name="start">The index of its first value in the time step.</param>
    public StepReader(DataViewRow row, DataViewSchema.Column column, int start)
    {
        (_row, _column, _start) = (row, column, start);
        _width = GetWidth(column.Type);
        if (column.Type is DateTimeDataViewType)
            _time = row.GetGetter<DateTime>(column);
        else if (column.Type is VectorDataViewType)
            _vector = row.GetGetter<VBuffer<float>>(column);
        else
            _value = row.GetGetter<float>(column);
    }

    /// <summary>Returns the number of values that a column contributes to a time step. A time has the size of two.</summary>
    public static int GetWidth(DataViewType type) => type switch
    {
        VectorDataViewType vector => vector.Size,
        DateTimeDataViewType => sizeof(long) / sizeof(float),
        _ => 1,
    };

    /// <summary>Reads the values of the current row.</summary>
    /// <exception cref="InvalidOperationException">The row does not have as many values as the type of the column states.</exception>
    public void Read(Span<float> step)
    {
        if (_value is not null)
        {
            _value(ref step[_start]);
            return;
        }

        if (_time is not null)
        {
            // Stored as it is, without conversion.
            _time(ref MemoryMarshal.Cast<float, DateTime>(step.Slice(_start, _width))[0]);
            return;
        }

        _vector!(ref _buffer);
        if (RowLength.FindError(_column.Type, _buffer.Length) is { } error)
            throw new InvalidOperationException($"Column '{_column.Name}', row {_row.Position}: {error}");
        _buffer.CopyTo(step.Slice(_start, _width));
    }
}
