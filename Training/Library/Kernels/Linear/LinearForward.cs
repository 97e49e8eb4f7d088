namespace MlNetRecurrent.Training;

/// <summary>The outputs of a linear layer: x W^T + b.</summary>
/// <param name="product">The products.</param>
/// <param name="shape">The sizes.</param>
/// <param name="input">[rows, input]; the values of a row are contiguous.</param>
/// <param name="weight">The weight: packed, unless there are few outputs.</param>
/// <param name="bias">[output]; null for none.</param>
/// <param name="output">Receives the outputs, [rows, output].</param>
internal sealed unsafe class LinearForward(
    MatrixProduct product, LinearShape shape, MatrixPointer input, float* weight, float* bias, float* output) : SharedWork
{
    /// <inheritdoc/>
    public override void RunPiece(int piece)
    {
        var start = piece * shape.PieceRows;
        var rows = Math.Min(shape.PieceRows, shape.Rows - start);
        var target = new MatrixPointer((nint)output, shape.OutputSize).FromRow(start);
        if (bias != null)
        {
            for (var row = 0; row < rows; row++)
                new ReadOnlySpan<float>(bias, shape.OutputSize).CopyTo(new Span<float>(target.At(row, 0), shape.OutputSize));
        }

        if (shape.HasFewOutputs)
        {
            var lines = new MatrixPointer((nint)weight, shape.InputSize);
            product.MultiplyRows(input.FromRow(start), lines, rows, shape.InputSize, shape.OutputSize, target, adds: bias != null);
            return;
        }

        product.MultiplyPacked(input.FromRow(start), weight, rows, shape.InputSize, shape.OutputSize, target, adds: bias != null);
    }
}
