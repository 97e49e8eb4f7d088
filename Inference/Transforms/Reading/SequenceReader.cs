namespace MlNetRecurrent;

/// <summary>Reads the sequence of the current row, and checks it. Not thread-safe.</summary>
/// <typeparam name="T">Single for values [time, features], Int64 for tokens [time].</typeparam>
internal abstract class SequenceReader<T>
{
    /// <summary>Writes the sequence behind what is there already, and returns how many values it has.</summary>
    /// <exception cref="InvalidOperationException">It cannot be scored; the message names column and row.</exception>
    public abstract int Read(ref T[] values, int start);

    /// <summary>Makes room for so many values behind what is there already.</summary>
    protected static Span<T> Room(ref T[] values, int start, int length)
    {
        if (values.Length - start < length)
            Array.Resize(ref values, Math.Max(checked(start + length), (int)Math.Min(2L * values.Length, Array.MaxLength)));
        return values.AsSpan(start, length);
    }
}
