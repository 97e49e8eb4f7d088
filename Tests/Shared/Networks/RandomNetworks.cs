namespace MlNetRecurrent.Tests;

/// <summary>Weights drawn from a seed for any description, without LibTorch.</summary>
internal static class RandomNetworks
{
    /// <summary>Weights between minus and plus a bound.</summary>
    public static NetworkWeights Weights(NetworkDescription network, int seed = 1, float largest = 0.8f)
    {
        var random = new Random(seed);
        var forecast = network.Task == RecurrentTask.Forecast;
        var scaled = network.Normalization != InputNormalization.None;
        return new NetworkWeights
        {
            Embedding = network.Embedding is { } table ? Numbers(network.EnsembleSize * table.VocabularySize * table.EmbeddingSize) : null,
            Layers = [.. network.MemberLayers.Select(layer =>
            {
                var rows = layer.DirectionCount * layer.Cell.Blocks.Count * layer.HiddenSize;
                return new LayerWeights(Numbers(rows * layer.InputSize), Numbers(rows * layer.HiddenSize), layer.HasBias ? Numbers(2 * rows) : null)
                {
                    Norm = network.HasLayerNormalization ? new NormWeights(Numbers(layer.OutputSize), Numbers(layer.OutputSize)) : null,
                };
            })],
            HeadWeight = network.HasHead ? Numbers(network.EnsembleSize * network.HeadInputSize * network.HeadOutputSize) : null,
            HeadBias = network.HasHead ? Numbers(network.EnsembleSize * network.HeadOutputSize) : null,
            InputScale = scaled ? Scale(network.NormalizedFeatures) : null,
            FutureCovariateScale = scaled && network.Forecast.FutureCovariates > 0 ? Scale(network.Forecast.FutureCovariates) : null,
            TargetScale = network.Normalization == InputNormalization.Standard && forecast ? Scale(network.Forecast.Targets) : null,
            QuantileShift = network.Forecast.Quantiles.Count > 0 ? Shift(network.Forecast.Horizon * network.Forecast.Targets * network.Forecast.Quantiles.Count) : null,
        };

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2 * largest) - largest)];

        // The median is never shifted.
        float[] Shift(int count) => [.. Numbers(count).Select((step, index) => index % network.Forecast.Quantiles.Count == network.MedianIndex ? 0 : step)];

        AffineScale Scale(int count) => new(Numbers(count), [.. Enumerable.Range(0, count).Select(_ => 0.5f + random.NextSingle())]);
    }
}
