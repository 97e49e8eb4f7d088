using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A buffer of vectors. Each slot and each reader has separate arrays, which are reused.</summary>
internal class VectorBuffer<T>(DataViewRow source, DataViewSchema.Column column, int capacity) : ValueBuffer<VBuffer<T>>(source, column, capacity)
{
    /// <inheritdoc/>
    protected sealed override void Prepare(ref VBuffer<T> value)
    {
    }

    /// <inheritdoc/>
    protected sealed override void CopyTo(in VBuffer<T> stored, ref VBuffer<T> value) => stored.CopyTo(ref value);
}
