namespace MlNetRecurrent.Training;

/// <summary>The gradient of the input of a linear layer: dy W.</summary>
/// <param name="product">The products.</param>
/// <param name="shape">The sizes.</param>
/// <param name="outputGradient">[rows, output].</param>
/// <param name="weight">The packed weight.</param>
/// <param name="inputGradient">Receives the gradient, [rows, input].</param>
internal sealed unsafe class LinearInputGradient(
    MatrixProduct product, LinearShape shape, MatrixPointer outputGradient, float* weight, float* inputGradient) : SharedWork
{
    /// <inheritdoc/>
    public override void RunPiece(int piece)
    {
        var start = piece * shape.PieceRows;
        var rows = Math.Min(shape.PieceRows, shape.Rows - start);
        var target = new MatrixPointer((nint)inputGradient, shape.InputSize).FromRow(start);
        product.MultiplyPacked(outputGradient.FromRow(start), weight, rows, shape.OutputSize, shape.InputSize, target, adds: false);
    }
}
