namespace MlNetRecurrent;

/// <summary>The sequences of rows that were read ahead, and the answers to them. Not thread-safe.</summary>
internal abstract class OutputBuffer
{
    /// <summary>Forgets all rows.</summary>
    public abstract void Clear();

    /// <summary>Reads the sequence of the source's current row as that of the next row here. A fault is kept for whoever asks for the answer.</summary>
    public abstract void Read();

    /// <summary>Scores the rows.</summary>
    public abstract void Score();

    /// <summary>The answer to a row.</summary>
    /// <exception cref="InvalidOperationException">The row's sequence cannot be scored.</exception>
    public abstract ModelOutput GetOutput(int row);
}
