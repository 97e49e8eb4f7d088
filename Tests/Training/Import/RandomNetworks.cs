namespace MlNetRecurrent.Training.Tests;

/// <summary>Weights drawn from a seed for any description, without LibTorch.</summary>
internal static class RandomNetworks
{
    public static NetworkWeights Weights(NetworkDescription network, int seed = 1)
    {
        var random = new Random(seed);
        var forecast = network.Task == RecurrentTask.Forecast;
        var scaled = network.Normalization != InputNormalization.None;
        return new NetworkWeights
        {
            Embedding = network.Embedding is { } table ? Numbers(table.Vocabulary * table.Size) : null,
            Layers = [.. network.Layers.Select(layer =>
            {
                var rows = layer.Directions * layer.Cell.Blocks.Count * layer.HiddenSize;
                return new LayerWeights(Numbers(rows * layer.InputSize), Numbers(rows * layer.HiddenSize), layer.Bias ? Numbers(2 * rows) : null);
            })],
            HeadWeight = network.HasHead ? Numbers(network.Width * network.HeadSize) : null,
            HeadBias = network.HasHead ? Numbers(network.HeadSize) : null,
            InputScale = scaled ? Scale(network.Columns) : null,
            KnownScale = scaled && network.Known > 0 ? Scale(network.Known) : null,
            TargetScale = network.Normalization == InputNormalization.Standard && forecast ? Scale(network.Targets) : null,
            QuantileShift = network.Quantiles.Count > 0 ? Numbers(network.Horizon * network.Targets * network.Quantiles.Count) : null,
        };

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 1.6f) - 0.8f)];

        AffineScale Scale(int count) => new(Numbers(count), [.. Enumerable.Range(0, count).Select(_ => 0.5f + random.NextSingle())]);
    }
}
