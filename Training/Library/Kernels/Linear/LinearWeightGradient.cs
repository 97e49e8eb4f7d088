namespace MlNetRecurrent.Training;

/// <summary>
/// The gradients of the weight, dy^T x, and of the bias, the sums of dy over the rows. Chunks of rows are summed one by one: in each piece of a small
/// weight, whose sums are added in the order of the rows afterwards; or by all pieces of a large one, each of which has some of its lines.
/// </summary>
internal sealed unsafe class LinearWeightGradient : SharedWork
{
    // The rows of a chunk stay in the second cache while the lines of the weight pass.
    private const int ChunkRows = 256;

    // Sums of a weight of at most this size are kept for each piece.
    private const long MaxSumSize = 1 << 15;

    private const int MaxSums = 16;
    private const int LinesOfPiece = 16;

    private readonly MatrixProduct _product;
    private readonly LinearShape _shape;
    private readonly MatrixPointer _outputGradient;
    private readonly MatrixPointer _input;
    private readonly float* _weightGradient;
    private readonly float* _biasGradient;

    // With sums, a piece has rows; without, lines of the weight.
    private readonly bool _hasSums;
    private readonly int _chunks;
    private readonly int _pieces;
    private readonly nint _sumSize;
    private readonly float* _sums;

    /// <param name="product">The products.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="outputGradient">[rows, output].</param>
    /// <param name="input">[rows, input]; the values of a row are contiguous.</param>
    /// <param name="weightGradient">Receives the gradient, [output, input]; null if it is not wanted.</param>
    /// <param name="biasGradient">Receives the gradient, [output]; null if it is not wanted.</param>
    public LinearWeightGradient(
        MatrixProduct product, LinearShape shape, MatrixPointer outputGradient, MatrixPointer input, float* weightGradient, float* biasGradient)
    {
        (_product, _shape, _outputGradient, _input) = (product, shape, outputGradient, input);
        _weightGradient = weightGradient;
        _biasGradient = biasGradient;
        _chunks = Math.Max(1, (int)(((long)shape.Rows + ChunkRows - 1) / ChunkRows));
        var size = (long)shape.InputSize * shape.OutputSize;
        _hasSums = size <= MaxSumSize;
        if (!_hasSums)
        {
            _pieces = (shape.OutputSize + LinesOfPiece - 1) / LinesOfPiece;
            return;
        }

        _pieces = Math.Min(_chunks, MaxSums);
        _sumSize = (nint)size + shape.OutputSize;
        // A single piece writes its sums to the gradients.
        _sums = _pieces == 1 ? null : ThreadScratch.Shared.Reserve(_pieces * _sumSize);
    }

    /// <summary>Computes the gradients.</summary>
    public void Run()
    {
        WorkTeam.Run(this, _pieces);
        for (var piece = 0; _sums != null && piece < _pieces; piece++)
        {
            AddSum(_sums + (piece * _sumSize), _weightGradient, _shape.OutputSize * _shape.InputSize, piece);
            AddSum(_sums + ((piece + 1) * _sumSize) - _shape.OutputSize, _biasGradient, _shape.OutputSize, piece);
        }
    }

    /// <inheritdoc/>
    public override void RunPiece(int piece)
    {
        if (!_hasSums)
        {
            var line = piece * LinesOfPiece;
            Sum(0, _chunks, line, Math.Min(LinesOfPiece, _shape.OutputSize - line), _weightGradient, _biasGradient);
            return;
        }

        var (first, end) = ((int)((long)_chunks * piece / _pieces), (int)((long)_chunks * (piece + 1) / _pieces));
        var sum = _sums == null ? null : _sums + (piece * _sumSize);
        Sum(
            first,
            end,
            0,
            _shape.OutputSize,
            sum == null || _weightGradient == null ? _weightGradient : sum,
            sum == null || _biasGradient == null ? _biasGradient : sum + _sumSize - _shape.OutputSize);
    }

    private void Sum(int firstChunk, int endChunk, int line, int lines, float* weight, float* bias)
    {
        if (bias != null)
            new Span<float>(bias + line, lines).Clear();
        for (var chunk = firstChunk; chunk < endChunk; chunk++)
        {
            var start = chunk * ChunkRows;
            var rows = Math.Min(ChunkRows, _shape.Rows - start);
            var gradient = _outputGradient.FromRow(start).FromColumn(line);
            if (weight != null)
            {
                var target = new MatrixPointer((nint)weight, _shape.InputSize).FromRow(line);
                _product.Multiply(
                    gradient.Transpose(), _input.FromRow(start), lines, rows, _shape.InputSize, target, adds: chunk > firstChunk);
            }

            if (bias != null)
                _product.AddColumnSums(gradient, rows, lines, bias + line);
        }
    }

    private void AddSum(float* sum, float* target, int count, int piece)
    {
        if (target == null)
            return;
        if (piece == 0)
            new ReadOnlySpan<float>(sum, count).CopyTo(new Span<float>(target, count));
        else
            _product.AddColumnSums(new MatrixPointer((nint)sum, count), 1, count, target);
    }
}
