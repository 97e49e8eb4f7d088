namespace MlNetRecurrent.Training;

/// <summary>The sizes of a linear layer that is applied to a number of rows.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="InputSize">The number of inputs.</param>
/// <param name="OutputSize">The number of outputs.</param>
internal readonly record struct LinearShape(int Rows, int InputSize, int OutputSize)
{
    // About 20 microseconds: much longer than it takes to share a piece.
    private const long PieceProducts = 1 << 20;

    private const int RowMultiple = 8;

    /// <summary>Whether the outputs of a row are so few that dot products are faster than vectors of outputs.</summary>
    public bool HasFewOutputs => OutputSize <= 3;

    /// <summary>The number of rows of a piece of work that is shared: determined by the sizes alone.</summary>
    public int PieceRows
    {
        get
        {
            var rows = PieceProducts / ((long)InputSize * OutputSize);
            return (int)Math.Clamp(rows / RowMultiple * RowMultiple, 4 * RowMultiple, int.MaxValue / 2 / RowMultiple * RowMultiple);
        }
    }

    /// <summary>The number of such pieces.</summary>
    public int Pieces => (int)(((long)Rows + PieceRows - 1) / PieceRows);
}
