namespace MlNetRecurrent.Training;

/// <summary>
/// The passes of a linear layer, y = x W^T + b, shared by the threads of <see cref="WorkTeam"/>. The results do not depend on the number of threads.
/// </summary>
internal static unsafe class LinearKernel
{
    /// <summary>Computes the outputs.</summary>
    /// <param name="product">The products.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="input">[rows, input]; the values of a row are contiguous.</param>
    /// <param name="weight">[output, input].</param>
    /// <param name="bias">[output]; null for none.</param>
    /// <param name="output">Receives the outputs, [rows, output].</param>
    public static void Forward(MatrixProduct product, LinearShape shape, MatrixPointer input, float* weight, float* bias, float* output)
    {
        if (!shape.HasFewOutputs)
        {
            var packed = ThreadScratch.Shared.Reserve(product.GetPackedSize(shape.InputSize, shape.OutputSize));
            product.Pack(new MatrixPointer((nint)weight, shape.InputSize).Transpose(), shape.InputSize, shape.OutputSize, packed);
            weight = packed;
        }

        WorkTeam.Run(new LinearForward(product, shape, input, weight, bias, output), shape.Pieces);
    }

    /// <summary>Computes the gradient of the input: dy W.</summary>
    /// <param name="product">The products.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="outputGradient">[rows, output].</param>
    /// <param name="weight">[output, input].</param>
    /// <param name="inputGradient">Receives the gradient, [rows, input].</param>
    public static void InputGradient(
        MatrixProduct product, LinearShape shape, MatrixPointer outputGradient, float* weight, float* inputGradient)
    {
        var packed = ThreadScratch.Shared.Reserve(product.GetPackedSize(shape.OutputSize, shape.InputSize));
        product.Pack(new MatrixPointer((nint)weight, shape.InputSize), shape.OutputSize, shape.InputSize, packed);
        WorkTeam.Run(new LinearInputGradient(product, shape, outputGradient, packed, inputGradient), shape.Pieces);
    }

    /// <summary>Computes the gradients of the weight, dy^T x, and of the bias, the sums of dy over the rows.</summary>
    /// <param name="product">The products.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="outputGradient">[rows, output].</param>
    /// <param name="input">[rows, input]; the values of a row are contiguous.</param>
    /// <param name="weightGradient">Receives the gradient, [output, input]; null if it is not wanted.</param>
    /// <param name="biasGradient">Receives the gradient, [output]; null if it is not wanted.</param>
    public static void WeightGradient(
        MatrixProduct product, LinearShape shape, MatrixPointer outputGradient, MatrixPointer input, float* weightGradient, float* biasGradient) =>
        new LinearWeightGradient(product, shape, outputGradient, input, weightGradient, biasGradient).Run();
}
