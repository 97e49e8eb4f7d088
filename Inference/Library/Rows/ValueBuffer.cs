using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>A buffer of values that are stored by assignment: numbers, keys, times, row IDs, and objects of other libraries.</summary>
internal class ValueBuffer<T>(DataViewRow source, DataViewSchema.Column column, int capacity) : ColumnBuffer(capacity)
{
    private readonly ValueGetter<T> _source = source.GetGetter<T>(column);
    private readonly T[] _values = new T[capacity];

    /// <inheritdoc/>
    public sealed override Delegate CreateGetter(Func<int> current) => (ValueGetter<T>)((ref T value) =>
    {
        var row = current();
        ThrowError(row);
        CopyTo(in _values[row], ref value);
    });

    /// <inheritdoc/>
    protected sealed override void Store(int row)
    {
        ref var value = ref _values[row];
        Prepare(ref value);
        _source(ref value);
        Detach(ref value);
    }

    /// <summary>Prepares a slot for the next value.</summary>
    /// <remarks>
    /// The slot is cleared, because a getter may dispose the object that it replaces (as image getters do), which has been handed out.
    /// </remarks>
    protected virtual void Prepare(ref T value) => value = default!;

    /// <summary>Makes a stored value independent of the buffers of the source.</summary>
    protected virtual void Detach(ref T value)
    {
    }

    /// <summary>Copies a stored value to the reader.</summary>
    protected virtual void CopyTo(in T stored, ref T value) => value = stored;
}
