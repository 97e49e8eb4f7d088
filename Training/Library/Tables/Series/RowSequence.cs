namespace MlNetRecurrent.Training;

/// <summary>Successive rows of a frame that a network reads as one sequence.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Length">How many rows.</param>
/// <param name="Segment">The series or sequence that they are rows of.</param>
internal readonly record struct RowSequence(int Start, int Length, RowSegment Segment)
{
    /// <summary>The row after the last one.</summary>
    public int End => Start + Length;
}
