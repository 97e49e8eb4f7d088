namespace MlNetRecurrent;

/// <summary>A segment of a <see cref="ReadAheadBuffer"/>: rows read ahead and scored together.</summary>
internal sealed class ReadAheadSegment(int start, OutputBuffer outputs)
{
    /// <summary>The index in the buffer of the first row of the segment.</summary>
    public int Start => start;

    /// <summary>The number of rows.</summary>
    public int Count { get; set; }

    /// <summary>The sequences of the rows and their outputs.</summary>
    public OutputBuffer Outputs => outputs;

    /// <summary>Whether the rows have been scored. Guarded by the lock of the <see cref="ScoringQueue"/>.</summary>
    public bool IsScored { get; set; }

    /// <summary>Removes the rows.</summary>
    public void Clear()
    {
        Count = 0;
        IsScored = false;
        outputs.Clear();
    }
}
