namespace MlNetRecurrent;

/// <summary>Reads the values that the current row has beside its sequence, from one or more further columns. Not thread-safe.</summary>
internal abstract class CompanionReader
{
    /// <summary>Reads the values into a buffer.</summary>
    /// <param name="values">The buffer. It is enlarged if necessary; values before <paramref name="start"/> are preserved.</param>
    /// <param name="start">The index of the first value to write.</param>
    /// <param name="steps">The number of time steps in the sequence of the row.</param>
    /// <returns>The number of values.</returns>
    /// <exception cref="InvalidOperationException">The values cannot be scored. The message names the column and the row.</exception>
    public abstract int Read(ref float[] values, int start, int steps);
}
