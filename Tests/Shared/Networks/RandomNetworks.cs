using MlNetRecurrent.Onnx;

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
        var parts = WeightList.Allocate(network);
        var weights = new NetworkWeights
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
            HeadWeight = network.HasHead ? Values(network.EnsembleSize * network.OutputLayerInputSize * network.HeadOutputSize) : null,
            HeadBias = network.HasHead ? Values(network.EnsembleSize * network.HeadOutputSize) : null,
            InputScale = scaled ? Scale(network.NormalizedFeatures) : null,
            FutureCovariateScale = scaled && network.Forecast.FutureCovariates > 0 ? Scale(network.Forecast.FutureCovariates) : null,
            TargetScale = scaled && network.Normalization != InputNormalization.Window && forecast ? Scale(network.Forecast.Targets) : null,
            QuantileShift = network.Forecast.Quantiles.Count > 0
                ? Shift(network.Forecast.Horizon * network.Forecast.Targets * network.Forecast.Quantiles.Count)
                : null,
        };

        // Drawn after the weights that networks had first, whose values must not change.
        return weights with
        {
            Layers = [.. weights.Layers.Zip(parts.Layers, (layer, part) => layer with
            {
                InputLayers = [.. part.InputLayers.Select(Linear)],
                Peepholes = part.Peepholes is { } peepholes ? Values(peepholes.Length) : null,
            })],
            InitialHidden = parts.InitialHidden is { } hidden ? Values(hidden.Length) : null,
            InitialCell = parts.InitialCell is { } cell ? Values(cell.Length) : null,
            HeadNorm = parts.HeadNorm is { } norm ? new NormWeights(Values(norm.Scale.Length), Values(norm.Scale.Length)) : null,
            HeadLayers = [.. parts.HeadLayers.Select(Linear)],
            Categories = [.. parts.Categories.Select(table => Values(table.Length))],
        };

        LinearWeights Linear(LinearWeights layer) => new(Values(layer.Weight.Length), Values(layer.Bias.Length));

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2 * bound) - bound)];

        // The median is never shifted.
        float[] Shift(int count) =>
            [.. Values(count).Select((step, index) => index % network.Forecast.Quantiles.Count == network.MedianIndex ? 0 : step)];

        AffineScale Scale(int size)
        {
            var count = size * network.ScaleCount;
            return new(Values(count), [.. Enumerable.Range(0, count).Select(_ => 0.5f + random.NextSingle())]);
        }
    }
}
