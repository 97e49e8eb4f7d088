namespace MlNetRecurrent.Onnx;

/// <summary>An affine map that still has to be folded into the weights of the following layer: y = (x M) * scale + shift.</summary>
/// <param name="Matrix">M, or null for the identity.</param>
/// <param name="Affine">The scale and shift, [outputs] each.</param>
internal sealed record FeatureMap(LinearStep? Matrix, AffineStep Affine)
{
    public static FeatureMap Identity { get; } = new(null, new AffineStep(null, null));

    public bool IsIdentity => Matrix is null && Affine is { Scale: null, Shift: null };

    public FeatureMap Then(AffineStep affine) => this with { Affine = Affine.Then(affine) };

    /// <summary>The map followed by a linear layer, as the weights and bias of one layer.</summary>
    /// <param name="weight">[outputs of the map, outputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="budget">Limits the size of the result.</param>
    public LinearWeights Before(LinearStep weight, float[] bias, FoldingBudget budget)
    {
        if (IsIdentity)
            return new LinearWeights(weight.Weight, bias);
        if (Matrix is not null && Matrix.Outputs != weight.Inputs)
            throw new RecurrentModelException($"A layer receives {Matrix.Outputs} features, expected {weight.Inputs}.");
        budget.Charge([weight.Inputs, weight.Outputs]);
        // (x M * s + t) W + b = x (M diag(s) W) + (t W + b)
        var scaled = weight.Weight;
        if (Affine.Scale is { } scale)
            scaled = [.. weight.Weight.Select((value, index) => value * scale[index / weight.Outputs])];
        if (Affine.Shift is { } shift)
        {
            bias = [.. bias];
            for (var index = 0; index < weight.Weight.Length; index++)
                bias[index % weight.Outputs] += shift[index / weight.Outputs] * weight.Weight[index];
        }

        return new LinearWeights(Matrix is null ? scaled : Multiply(Matrix, weight with { Weight = scaled }, budget), bias);
    }

    /// <summary>The product of two matrices, [first.Inputs, second.Outputs].</summary>
    public static float[] Multiply(LinearStep first, LinearStep second, FoldingBudget budget)
    {
        budget.Charge([first.Inputs, second.Outputs]);
        var product = new float[first.Inputs * second.Outputs];
        for (var row = 0; row < first.Inputs; row++)
        {
            for (var inner = 0; inner < first.Outputs; inner++)
            {
                // Most of a matrix that adds or selects features is zeros.
                if (first.Weight[(row * first.Outputs) + inner] is not 0 and var factor)
                {
                    for (var column = 0; column < second.Outputs; column++)
                        product[(row * second.Outputs) + column] += factor * second.Weight[(inner * second.Outputs) + column];
                }
            }
        }

        return product;
    }

    /// <summary>The identity matrix.</summary>
    public static LinearStep CreateIdentity(int size, FoldingBudget budget)
    {
        var weight = new float[budget.Charge([size, size])];
        for (var index = 0; index < size; index++)
            weight[(index * size) + index] = 1;
        return new LinearStep(weight, size, size);
    }
}
