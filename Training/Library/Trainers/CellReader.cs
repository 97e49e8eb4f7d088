using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Training;

/// <summary>Reads a column of vectors or of single values as spans. Not thread-safe.</summary>
internal sealed class CellReader<T>
{
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly string _role;
    private readonly ValueGetter<VBuffer<T>>? _vector;
    private readonly ValueGetter<T>? _single;
    private VBuffer<T> _buffer;
    private T[] _values = new T[1];

    /// <summary>Creates a reader of a column.</summary>
    /// <param name="row">The cursor that contains the column.</param>
    /// <param name="column">The column.</param>
    /// <param name="role">The role of the column in messages, such as <c>Input column</c>.</param>
    public CellReader(DataViewRow row, DataViewSchema.Column column, string role)
    {
        (_row, _column, _role) = (row, column, role);
        if (column.Type is VectorDataViewType)
            _vector = row.GetGetter<VBuffer<T>>(column);
        else
            _single = row.GetGetter<T>(column);
    }

    /// <summary>The values that were read last; valid until the next ones are read.</summary>
    public ReadOnlyMemory<T> Latest { get; private set; }

    /// <summary>Reads the values of the current row. They are valid until the next call.</summary>
    /// <exception cref="SequenceDataException">The row does not have as many values as the type of the column states.</exception>
    public ReadOnlySpan<T> Read()
    {
        if (_vector is null)
        {
            _single!(ref _values[0]);
            Latest = _values.AsMemory(0, 1);
            return Latest.Span;
        }

        _vector(ref _buffer);
        if (RowLength.FindError(_column.Type, _buffer.Length) is { } error)
            throw new SequenceDataException($"{_role} '{_column.Name}', row {_row.Position}: {error}");
        if (_values.Length < _buffer.Length)
            Array.Resize(ref _values, _buffer.Length);
        _buffer.CopyTo(_values.AsSpan(0, _buffer.Length));
        Latest = _values.AsMemory(0, _buffer.Length);
        return Latest.Span;
    }
}
