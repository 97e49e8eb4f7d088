using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>Reads and checks the sequence of the current row. Not thread-safe.</summary>
/// <typeparam name="T">Single for values [time, features], Int64 for tokens [time].</typeparam>
internal abstract class SequenceReader<T>
{
    /// <summary>Reads the sequence into a buffer.</summary>
    /// <param name="values">The buffer. It is enlarged if necessary; values before <paramref name="start"/> are preserved.</param>
    /// <param name="start">The index of the first value to write.</param>
    /// <returns>The number of values in the sequence.</returns>
    /// <exception cref="InvalidOperationException">The sequence cannot be scored. The message names the column and the row.</exception>
    public abstract int Read(ref T[] values, int start);

    /// <summary>Checks that a row has as many values as the type of its column states.</summary>
    /// <exception cref="InvalidOperationException">It has more or fewer values.</exception>
    protected static void CheckLength(DataViewRow row, DataViewSchema.Column column, int length)
    {
        if (RowLength.FindError(column.Type, length) is { } error)
            throw new InvalidOperationException($"Input column '{column.Name}', row {row.Position}: {error}");
    }

    /// <summary>Returns the part of a buffer for the values from <paramref name="start"/> on, and enlarges the buffer if necessary.</summary>
    protected static Span<T> Reserve(ref T[] values, int start, int length)
    {
        if (values.Length - start < length)
            Array.Resize(ref values, Math.Max(checked(start + length), (int)Math.Min(2L * values.Length, Array.MaxLength)));
        return values.AsSpan(start, length);
    }
}
