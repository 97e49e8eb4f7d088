namespace MlNetRecurrent.Engine;

/// <summary>The stages of each kind of cell: what the kernels know of cells, beside their arithmetic.</summary>
internal static class CellStages
{
    private static readonly Dictionary<RecurrentCell, CellStage[]> All = new()
    {
        [RecurrentCell.Rnn] = [CellStage.Create<TanhCell>(new LineShape(0))],
        [RecurrentCell.RnnRelu] = [CellStage.Create<ReluCell>(new LineShape(0))],

        // ONNX stacks input, output, forget, cell
        [RecurrentCell.Lstm] = [CellStage.Create<LstmCell>(new LineShape(0), new LineShape(1), new LineShape(2), new LineShape(3))],

        // ONNX stacks update, reset, hidden. The candidate's two products stay apart: the reset gate stands before the second.
        [RecurrentCell.Gru] = [CellStage.Create<GruCell>(
            new LineShape(0), new LineShape(1), new LineShape(2, Recurrent: false), new LineShape(2, Input: false))],

        // The second stage multiplies with r * h, which is known when the first one is through with every unit.
        [RecurrentCell.GruResetBefore] = [
            CellStage.Create<ResetBeforeGates>(new LineShape(0), new LineShape(1)),
            CellStage.Create<ResetBeforeCandidate>(new LineShape(2))],
    };

    /// <summary>A linear layer without a state.</summary>
    public static CellStage Linear { get; } = CellStage.Create<LinearCell>(new LineShape(0, Recurrent: false));

    /// <summary>The stages of a cell's step, or none where the kernels do not know the cell.</summary>
    public static IReadOnlyList<CellStage> GetStages(RecurrentCell cell) => All.TryGetValue(cell, out var stages) ? stages : [];
}
