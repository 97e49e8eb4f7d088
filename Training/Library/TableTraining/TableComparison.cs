namespace MlNetRecurrent.Training;

/// <summary>An RNN, an LSTM and a GRU, fitted with the same options on the same rows.</summary>
/// <param name="Cells">The measurements of each cell.</param>
/// <param name="Recommended">
/// The recommended cell: of those that are alike within noise, the one that computes least. Null where a simple baseline is as good.
/// </param>
/// <param name="Text">The reasons for the recommendation, in a paragraph.</param>
public sealed record TableComparison(IReadOnlyList<CellComparison> Cells, RecurrentCell? Recommended, string Text)
{
    /// <summary>Weighs the measurements of some cells.</summary>
    internal static TableComparison Of(IReadOnlyList<CellComparison> cells)
    {
        var recommendation = Recommendation.Create(cells);
        return new TableComparison(cells, recommendation.Cell, recommendation.Text);
    }
}
