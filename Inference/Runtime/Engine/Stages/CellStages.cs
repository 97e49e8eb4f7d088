namespace MlNetRecurrent.Engine;

/// <summary>The stages of each cell: all that the kernels know of a cell, apart from its arithmetic.</summary>
internal static class CellStages
{
    private static readonly Dictionary<RecurrentCell, CellStage[]> All = new()
    {
        [RecurrentCell.Rnn] = [CellStage.Create<TanhCell>(new LineShape(0))],
        [RecurrentCell.RnnRelu] = [CellStage.Create<ReluCell>(new LineShape(0))],

        // ONNX stacks input, output, forget, cell
        [RecurrentCell.Lstm] = [CellStage.Create<LstmCell>(new LineShape(0), new LineShape(1), new LineShape(2), new LineShape(3))],

        // ONNX stacks update, reset, hidden. The two products of the candidate stay separate: the reset gate scales the second.
        [RecurrentCell.Gru] = [CellStage.Create<GruCell>(
            new LineShape(0), new LineShape(1), new LineShape(2, Recurrent: false), new LineShape(2, Input: false))],

        // The second stage multiplies with r * h, which is complete only when the first stage has computed every unit.
        [RecurrentCell.GruResetBefore] = [
            CellStage.Create<ResetBeforeGates>(new LineShape(0), new LineShape(1)),
            CellStage.Create<ResetBeforeCandidate>(new LineShape(2))],
    };

    /// <summary>A linear layer, which has no state.</summary>
    public static CellStage Linear { get; } = CellStage.Create<LinearCell>(new LineShape(0, Recurrent: false));

    /// <summary>A product of the input and the hidden state, for cells whose arithmetic is not part of the stage.</summary>
    public static CellStage LinearOfBoth { get; } = CellStage.Create<LinearCell>(new LineShape(0));

    /// <summary>A product of the hidden state alone.</summary>
    public static CellStage LinearOfHidden { get; } = CellStage.Create<LinearCell>(new LineShape(0, Input: false));

    /// <summary>Gets the stages of a cell's step; empty if the kernels do not implement the cell.</summary>
    public static IReadOnlyList<CellStage> GetStages(RecurrentCell cell) => All.TryGetValue(cell, out var stages) ? stages : [];
}
