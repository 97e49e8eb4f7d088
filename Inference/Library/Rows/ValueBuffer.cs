using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>Values that are kept by assignment: numbers, keys, times, row ids, and objects of other libraries' types.</summary>
internal class ValueBuffer<T>(DataViewRow source, DataViewSchema.Column column, int capacity) : ColumnBuffer(capacity)
{
    private readonly ValueGetter<T> _source = source.GetGetter<T>(column);
    private readonly T[] _values = new T[capacity];

    /// <inheritdoc/>
    public sealed override Delegate CreateGetter(Func<int> current) => (ValueGetter<T>)((ref T value) =>
    {
        var row = current();
        ThrowFault(row);
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

    /// <summary>Readies a slot for the next value.</summary>
    /// <remarks>A getter may dispose the object that it replaces (images do), and that one was given away: it gets an empty slot.</remarks>
    protected virtual void Prepare(ref T value) => value = default!;

    /// <summary>Makes a fetched value independent of the source's buffers.</summary>
    protected virtual void Detach(ref T value)
    {
    }

    /// <summary>Gives a kept value to the reader.</summary>
    protected virtual void CopyTo(in T kept, ref T value) => value = kept;
}
