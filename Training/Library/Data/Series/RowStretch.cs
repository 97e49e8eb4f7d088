namespace MlNetRecurrent.Training;

/// <summary>Successive rows of a frame that a network reads as one sequence.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Length">How many rows.</param>
internal readonly record struct RowStretch(int Start, int Length)
{
    /// <summary>The row after the last one.</summary>
    public int End => Start + Length;
}
