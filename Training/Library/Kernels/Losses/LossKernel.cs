namespace MlNetRecurrent.Training;

/// <summary>
/// The mean loss of the scores of a batch, with its gradient. The threads of <see cref="WorkTeam"/> share the work; the sums of the pieces are added
/// in order, so the bits do not depend on the number of threads.
/// </summary>
internal abstract unsafe class LossKernel : SharedWork
{
    // About 5 to 20 microseconds.
    private const int PieceScores = 1 << 14;

    private readonly int _rows;
    private readonly int _pieceRows;
    private readonly double[] _sums;

    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="rowSize">The number of scores of a row.</param>
    protected LossKernel(int rows, int rowSize)
    {
        _rows = rows;
        _pieceRows = Math.Max(1, PieceScores / rowSize);
        _sums = new double[(rows + (long)_pieceRows - 1) / _pieceRows];
    }

    /// <summary>The scores, row by row.</summary>
    protected float* Scores { get; private set; }

    /// <summary>Where the gradient of the scores belongs; null if it is not wanted.</summary>
    protected float* Gradient { get; private set; }

    /// <summary>Computes the mean loss.</summary>
    /// <param name="scores">The scores, contiguous.</param>
    /// <param name="gradient">Receives the gradient with respect to the scores, and may be these; null if it is not wanted.</param>
    public double Run(float* scores, float* gradient)
    {
        Scores = scores;
        Gradient = gradient;
        WorkTeam.Run(this, _sums.Length);
        var sum = 0.0;
        foreach (var part in _sums)
            sum += part;
        return sum / Weight;
    }

    /// <inheritdoc/>
    public sealed override void RunPiece(int piece)
    {
        var start = piece * _pieceRows;
        _sums[piece] = SumRows(start, Math.Min(_pieceRows, _rows - start));
    }

    /// <summary>What the sum of the losses is divided by to get the mean.</summary>
    protected abstract double Weight { get; }

    /// <summary>Sums the losses of some rows, and writes the gradient of the mean loss.</summary>
    protected abstract double SumRows(int first, int rows);
}
