namespace MlNetRecurrent.Training;

/// <summary>Rows that belong together: a series, or one sequence.</summary>
/// <param name="Name">What the data calls it, or null where there is one.</param>
/// <param name="Start">The first of its rows in the frame.</param>
/// <param name="Count">How many rows it has.</param>
internal sealed record RowSegment(string? Name, int Start, int Count)
{
    /// <summary>The row after its last one.</summary>
    public int End => Start + Count;

    /// <summary>How messages speak of it.</summary>
    public string DisplayName => Name is null ? "the series" : $"'{Name}'";
}
