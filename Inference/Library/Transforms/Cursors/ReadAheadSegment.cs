namespace MlNetRecurrent;

/// <summary>Rows that were read ahead together, in the circle of a <see cref="ReadAheadBuffer"/>: where they begin in its buffers, and the model's answers to them.</summary>
internal sealed class ReadAheadSegment(int start, OutputBuffer outputs)
{
    /// <summary>The first row in the buffers of the circle.</summary>
    public int Start => start;

    /// <summary>How many rows there are.</summary>
    public int Count { get; set; }

    /// <summary>The rows' sequences and answers.</summary>
    public OutputBuffer Outputs => outputs;

    /// <summary>Whether the answers are there. Changes under the lock of the <see cref="ScoringQueue"/>.</summary>
    public bool IsScored { get; set; }

    /// <summary>Drops the rows.</summary>
    public void Clear()
    {
        Count = 0;
        IsScored = false;
        outputs.Clear();
    }
}
