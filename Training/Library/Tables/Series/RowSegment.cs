namespace MlNetRecurrent.Training;

/// <summary>The rows of a series or of one sequence.</summary>
/// <param name="Name">The name in the data; null if the data has only one segment.</param>
/// <param name="Start">The first row in the frame.</param>
/// <param name="Count">The number of rows.</param>
internal sealed record RowSegment(string? Name, int Start, int Count)
{
    /// <summary>The row after the last one.</summary>
    public int End => Start + Count;

    /// <summary>The name in messages.</summary>
    public string DisplayName => Name is null ? "the series" : $"'{Name}'";
}
