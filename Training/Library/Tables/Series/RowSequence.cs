namespace MlNetRecurrent.Training;

/// <summary>Consecutive rows of a frame that form one input sequence.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Length">The number of rows.</param>
/// <param name="Segment">The series or sequence that contains the rows.</param>
internal readonly record struct RowSequence(int Start, int Length, RowSegment Segment)
{
    /// <summary>The row after the last one.</summary>
    public int End => Start + Length;

    /// <summary>The number of rows at the start that are only context: their class is taken from another window.</summary>
    public int ContextBefore { get; init; }

    /// <summary>The number of rows at the end that are only context.</summary>
    public int ContextAfter { get; init; }

    /// <summary>The number of rows whose class is taken from this sequence.</summary>
    public int TaggedCount => Length - ContextBefore - ContextAfter;

    /// <summary>The rows whose class is taken from this sequence.</summary>
    public IEnumerable<int> TaggedRows => Enumerable.Range(Start + ContextBefore, TaggedCount);
}
