using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads the sequence of the current row, and checks it. Not thread-safe.</summary>
/// <typeparam name="T">Single for values [time, features], Int64 for tokens [time].</typeparam>
internal abstract class SequenceReader<T>
{
    /// <summary>Writes the sequence behind what is there already, and returns how many values it has.</summary>
    /// <exception cref="InvalidOperationException">It cannot be scored; the message names column and row.</exception>
    public abstract int Read(ref T[] values, int start);

    /// <summary>A getter of a column as vectors; a single value is a vector of one.</summary>
    /// <param name="row">The row or cursor that the column belongs to.</param>
    /// <param name="column">The column.</param>
    /// <param name="kept">A getter of the column's value where somebody has fetched it already, so that nothing is computed twice; or null.</param>
    protected static ValueGetter<VBuffer<TItem>> CreateVectorGetter<TItem>(DataViewRow row, DataViewSchema.Column column, Delegate? kept)
    {
        if (column.Type is VectorDataViewType)
            return kept as ValueGetter<VBuffer<TItem>> ?? row.GetGetter<VBuffer<TItem>>(column);
        var single = kept as ValueGetter<TItem> ?? row.GetGetter<TItem>(column);
        return (ref VBuffer<TItem> vector) =>
        {
            var editor = VBufferEditor.Create(ref vector, 1);
            single(ref editor.Values[0]);
            vector = editor.Commit();
        };
    }

    /// <summary>Makes room for so many values behind what is there already.</summary>
    protected static Span<T> Reserve(ref T[] values, int start, int length)
    {
        if (values.Length - start < length)
            Array.Resize(ref values, Math.Max(checked(start + length), (int)Math.Min(2L * values.Length, Array.MaxLength)));
        return values.AsSpan(start, length);
    }
}
