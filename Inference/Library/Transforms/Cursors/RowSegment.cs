namespace MlNetRecurrent;

/// <summary>Rows that were read ahead together, in the circle of a <see cref="RowsAhead"/>: where they begin in its buffers, and the model's answers to them.</summary>
internal sealed class RowSegment(int start, AnswerBuffer answers)
{
    /// <summary>The first row in the buffers of the circle.</summary>
    public int Start => start;

    /// <summary>How many rows there are.</summary>
    public int Count { get; set; }

    /// <summary>The rows' sequences and answers.</summary>
    public AnswerBuffer Answers => answers;

    /// <summary>Whether the answers are there. Changes under the lock of the <see cref="ScoringQueue"/>.</summary>
    public bool Scored { get; set; }

    /// <summary>Drops the rows.</summary>
    public void Clear()
    {
        Count = 0;
        Scored = false;
        answers.Clear();
    }
}
