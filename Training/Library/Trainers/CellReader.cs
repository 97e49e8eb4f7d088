using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Training;

/// <summary>Reads a column of vectors or of single values as spans. Not thread-safe.</summary>
internal sealed class CellReader<T>
{
    private readonly ValueGetter<VBuffer<T>>? _vector;
    private readonly ValueGetter<T>? _single;
    private VBuffer<T> _buffer;
    private T[] _values = new T[1];

    public CellReader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
            _vector = row.GetGetter<VBuffer<T>>(column);
        else
            _single = row.GetGetter<T>(column);
    }

    /// <summary>Reads the values of the current row. They are valid until the next call.</summary>
    public ReadOnlySpan<T> Read()
    {
        if (_vector is null)
        {
            _single!(ref _values[0]);
            return _values.AsSpan(0, 1);
        }

        _vector(ref _buffer);
        if (_values.Length < _buffer.Length)
            Array.Resize(ref _values, _buffer.Length);
        _buffer.CopyTo(_values.AsSpan(0, _buffer.Length));
        return _values.AsSpan(0, _buffer.Length);
    }
}
