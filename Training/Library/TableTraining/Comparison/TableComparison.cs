namespace MlNetRecurrent.Training;

/// <summary>A comparison of an RNN, an LSTM and a GRU, fitted with the same options on the same rows.</summary>
/// <param name="Cells">The measurements of each cell.</param>
/// <param name="Recommended">
/// The recommended cell: the cheapest of those that are equally good within noise. Null if a baseline is as good.
/// </param>
/// <param name="Text">The reasons for the recommendation, in a paragraph.</param>
public sealed record TableComparison(IReadOnlyList<CellComparison> Cells, RecurrentCell? Recommended, string Text)
{
    /// <summary>Compares the measurements of cells.</summary>
    internal static TableComparison Create(IReadOnlyList<CellComparison> cells)
    {
        var recommendation = Recommendation.Create(cells);
        return new TableComparison(cells, recommendation.Cell, recommendation.Text);
    }
}
