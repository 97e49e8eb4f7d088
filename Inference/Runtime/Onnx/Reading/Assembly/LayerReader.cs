namespace MlNetRecurrent.Onnx;

/// <summary>Builds a recurrent layer with the linear layers before it, and folds affine maps before it into its weights.</summary>
internal static class LayerReader
{
    /// <summary>Builds a layer.</summary>
    /// <param name="entries">The directions of the layer.</param>
    /// <param name="steps">What is computed between the previous layer, or the scaled input, and this layer, without normalization.</param>
    /// <param name="sourceSize">The number of features before the first of the steps.</param>
    /// <param name="budget">Limits the size of the weights.</param>
    public static (LayerDescription Layer, LayerWeights Weights) Read(
        IReadOnlyList<StateEntry> entries, IReadOnlyList<ChainStep> steps, int sourceSize, FoldingBudget budget)
    {
        var node = entries[0].Node;
        var stack = new LinearStackBuilder(sourceSize, budget);
        stack.Add(StepRewriting.Rewrite(steps, sourceSize));
        var map = stack.Rest;
        var hasBias = entries.Any(entry => entry.Node.Bias is not null) || map.Affine.Shift.AsSpan().ContainsAnyExcept(0f);
        var directions = entries.Select(entry => Fold(entry.Node.GetWeights(entry.Direction, hasBias), map, node.InputSize, budget)).ToList();
        var layer = new LayerDescription
        {
            Cell = node.Cell,
            InputSize = map.Matrix?.Inputs ?? node.InputSize,
            HiddenSize = node.HiddenSize,
            Direction = entries.Count == 2 ? SequenceDirection.Bidirectional : entries[0].SequenceDirection,
            HasBias = hasBias,
            InputLayers = stack.Layers,
            Variant = node.Variant,
        };
        var weights = new LayerWeights(
            [.. directions.SelectMany(direction => direction.Input)],
            [.. directions.SelectMany(direction => direction.Recurrent)],
            hasBias ? [.. directions.SelectMany(direction => direction.Bias!)] : null)
        {
            InputLayers = stack.Weights,
            Peepholes = node.Peepholes is null ? null : [.. directions.SelectMany(direction => direction.Peepholes!)],
        };
        return (layer, weights);
    }

    // W (M x * s + t) + b = (W diag(s) M) x + (W t + b); W is [rows, inputs], the transpose of a linear layer's weight.
    private static LayerWeights Fold(LayerWeights weights, FeatureMap map, int inputs, FoldingBudget budget)
    {
        if (map.IsIdentity)
            return weights;
        var rows = weights.Input.Length / inputs;
        var layer = new LinearStep(Transpose(weights.Input, rows, inputs, budget), inputs, rows);
        var folded = map.Before(layer, weights.Bias?[..rows] ?? new float[rows], budget);
        return weights with
        {
            Input = Transpose(folded.Weight, folded.Weight.Length / rows, rows, budget),
            Bias = weights.Bias is null ? null : [.. folded.Bias, .. weights.Bias[rows..]],
        };
    }

    private static float[] Transpose(float[] values, int rows, int columns, FoldingBudget budget)
    {
        var transposed = new float[budget.Charge([rows, columns])];
        for (var index = 0; index < values.Length; index++)
            transposed[(index % columns * rows) + (index / columns)] = values[index];
        return transposed;
    }
}
