namespace MlNetRecurrent.Training;

/// <summary>Consecutive rows of a frame that form one input sequence.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Length">The number of rows.</param>
/// <param name="Segment">The series or sequence that contains the rows.</param>
internal readonly record struct RowSequence(int Start, int Length, RowSegment Segment)
{
    /// <summary>The row after the last one.</summary>
    public int End => Start + Length;
}
