namespace MlNetRecurrent;

/// <summary>The sequences of rows read ahead, and their outputs. Not thread-safe.</summary>
internal abstract class OutputBuffer
{
    /// <summary>Removes all rows.</summary>
    public abstract void Clear();

    /// <summary>
    /// Appends the sequence of the current row of the source. An exception is stored, and thrown when the output of the row is requested.
    /// </summary>
    public abstract void Read();

    /// <summary>Scores all rows.</summary>
    public abstract void Score();

    /// <summary>Returns the output for a row.</summary>
    /// <exception cref="InvalidOperationException">The sequence of the row cannot be scored.</exception>
    public abstract ModelOutput GetOutput(int row);
}
