namespace MlNetRecurrent.Tests;

/// <summary>Creates random weights for any network description, without LibTorch.</summary>
internal static class RandomNetworks
{
    /// <summary>Creates weights between -bound and bound.</summary>
    public static NetworkWeights Weights(NetworkDescription network, int seed = 1, float bound = 0.8f)
    {
        var random = new Random(seed);
        var forecast = network.Task == RecurrentTask.Forecast;
        var scaled = network.Normalization != InputNormalization.None;
        return new NetworkWeights
        {
            Embedding = network.Embedding is { } embedding
                ? Values(network.EnsembleSize * embedding.VocabularySize * embedding.EmbeddingSize)
                : null,
            Layers = [.. network.MemberLayers.Select(layer =>
            {
                var rows = layer.DirectionCount * layer.Cell.Blocks.Count * layer.HiddenSize;
                return new LayerWeights(Values(rows * layer.InputSize), Values(rows * layer.HiddenSize), layer.HasBias ? Values(2 * rows) : null)
                {
                    Norm = network.HasLayerNormalization ? new NormWeights(Values(layer.OutputSize), Values(layer.OutputSize)) : null,
                };
            })],
            HeadWeight = network.HasHead ? Values(network.EnsembleSize * network.HeadInputSize * network.HeadOutputSize) : null,
            HeadBias = network.HasHead ? Values(network.EnsembleSize * network.HeadOutputSize) : null,
            InputScale = scaled ? Scale(network.NormalizedFeatures) : null,
            FutureCovariateScale = scaled && network.Forecast.FutureCovariates > 0 ? Scale(network.Forecast.FutureCovariates) : null,
            TargetScale = network.Normalization == InputNormalization.Standard && forecast ? Scale(network.Forecast.Targets) : null,
            QuantileShift = network.Forecast.Quantiles.Count > 0
                ? Shift(network.Forecast.Horizon * network.Forecast.Targets * network.Forecast.Quantiles.Count)
                : null,
        };

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2 * bound) - bound)];

        // The median is never shifted.
        float[] Shift(int count) =>
            [.. Values(count).Select((step, index) => index % network.Forecast.Quantiles.Count == network.MedianIndex ? 0 : step)];

        AffineScale Scale(int count) => new(Values(count), [.. Enumerable.Range(0, count).Select(_ => 0.5f + random.NextSingle())]);
    }
}
