using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Vectors: each slot and each reader has arrays of its own, which are reused.</summary>
internal class VectorBuffer<T>(DataViewRow source, DataViewSchema.Column column, int capacity) : ValueBuffer<VBuffer<T>>(source, column, capacity)
{
    /// <inheritdoc/>
    protected sealed override void Prepare(ref VBuffer<T> value)
    {
    }

    /// <inheritdoc/>
    protected sealed override void CopyTo(in VBuffer<T> kept, ref VBuffer<T> value) => kept.CopyTo(ref value);
}
