namespace MlNetRecurrent.Onnx;

/// <summary>The shape of each weight of a network; null for weights that the network does not have.</summary>
internal static class WeightShapes
{
    public static long[]? Embedding(NetworkDescription network) =>
        network.Embedding is { } table ? [table.VocabularySize, table.EmbeddingSize] : null;

    public static long[] Category(CategoryDescription category) => [category.Count + 1L, category.EmbeddingSize];

    // Gates are stacked along the rows of each direction.
    public static long[] Input(LayerDescription layer) => [layer.DirectionCount, Rows(layer), layer.InputSize];

    public static long[] Recurrent(LayerDescription layer) => [layer.DirectionCount, Rows(layer), layer.HiddenSize];

    // The biases of W, then those of R.
    public static long[]? Bias(LayerDescription layer) => layer.HasBias ? [layer.DirectionCount, 2 * Rows(layer)] : null;

    public static long[]? Norm(NetworkDescription network, LayerDescription layer) => network.HasLayerNormalization ? [layer.OutputSize] : null;

    // Those of the input, output and forget gates.
    public static long[]? Peepholes(LayerDescription layer) =>
        layer.Variant is { HasPeepholes: true } ? [layer.DirectionCount, 3L * layer.HiddenSize] : null;

    public static long[] LinearWeight(LinearLayerDescription layer) =>
        layer.KernelSize > 1 ? [layer.OutputSize, layer.InputSize, layer.KernelSize] : [layer.InputSize, layer.OutputSize];

    public static long[] LinearBias(LinearLayerDescription layer) => [layer.OutputSize];

    // The state of all layers, or of one.
    public static long[] InitialState(IEnumerable<LayerDescription> layers) =>
        [layers.Sum(layer => (long)layer.DirectionCount), 1, layers.First().HiddenSize];

    public static long[]? HeadNorm(NetworkDescription network) => network.HasHeadNormalization ? [network.HeadInputSize] : null;

    public static long[]? HeadWeight(NetworkDescription network) =>
        network.HasHead ? [network.OutputLayerInputSize, network.HeadOutputSize] : null;

    public static long[]? HeadBias(NetworkDescription network) => network.HasHead ? [network.HeadOutputSize] : null;

    public static long[]? InputScale(NetworkDescription network) =>
        network.Normalization != InputNormalization.None ? Scale(network, network.NormalizedFeatures) : null;

    public static long[]? FutureCovariateScale(NetworkDescription network) =>
        network.Normalization != InputNormalization.None && network.Forecast.FutureCovariates > 0
            ? Scale(network, network.Forecast.FutureCovariates)
            : null;

    public static long[]? TargetScale(NetworkDescription network) =>
        network is { Normalization: InputNormalization.Standard or InputNormalization.Series, Task: RecurrentTask.Forecast }
            ? Scale(network, network.Forecast.Targets)
            : null;

    public static long[]? QuantileShift(NetworkDescription network) =>
        network.Forecast.Quantiles.Count > 0 ? [network.Forecast.Horizon, network.Forecast.Targets, network.Forecast.Quantiles.Count] : null;

    /// <summary>The number of values of a shape.</summary>
    public static long Count(IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => checked(product * size));

    // Each series may have its own scale.
    private static long[] Scale(NetworkDescription network, int size) =>
        network.Normalization == InputNormalization.Series ? [network.ScaleCount, size] : [size];

    private static long Rows(LayerDescription layer) => (long)layer.Cell.Blocks.Count * layer.HiddenSize;
}
