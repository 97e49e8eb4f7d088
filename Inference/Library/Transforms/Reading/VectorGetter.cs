using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Creates getters that return columns as vectors.</summary>
internal static class VectorGetter
{
    /// <summary>Creates a getter that returns a column as vectors. A scalar becomes a vector of size 1.</summary>
    /// <param name="row">The row or cursor that contains the column.</param>
    /// <param name="column">The column.</param>
    /// <param name="buffered">A getter for the values already buffered for an active column, so that they are not computed twice; or null.</param>
    public static ValueGetter<VBuffer<TItem>> Create<TItem>(DataViewRow row, DataViewSchema.Column column, Delegate? buffered)
    {
        if (column.Type is VectorDataViewType)
            return buffered as ValueGetter<VBuffer<TItem>> ?? row.GetGetter<VBuffer<TItem>>(column);
        var single = buffered as ValueGetter<TItem> ?? row.GetGetter<TItem>(column);
        return (ref VBuffer<TItem> vector) =>
        {
            var editor = VBufferEditor.Create(ref vector, 1);
            single(ref editor.Values[0]);
            vector = editor.Commit();
        };
    }
}
