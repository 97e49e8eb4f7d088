namespace MlNetRecurrent.Onnx;

/// <summary>
/// The single list of a network's weights, used to write, recognize, read, round and check them. <see cref="WeightShapes"/> defines which weights
/// exist and their shapes, <see cref="WeightNames"/> their names.
/// </summary>
internal static class WeightList
{
    /// <summary>The weights of a network: those of each ensemble member in order, then the shared ones.</summary>
    public static IEnumerable<WeightEntry> GetEntries(NetworkDescription network) =>
        Enumerable.Range(0, network.EnsembleSize).SelectMany(member => OfMember(network, member)).Concat(OfAllMembers(network));

    /// <summary>The weights of a recurrent layer.</summary>
    /// <param name="layer">The description of the layer.</param>
    /// <param name="name">The prefix of the weight names.</param>
    /// <param name="position">The index in <see cref="NetworkWeights.Layers"/>.</param>
    public static IEnumerable<WeightEntry> OfLayer(LayerDescription layer, string name, int position)
    {
        yield return CreateRounded(WeightNames.Input(name), WeightShapes.Input(layer), weights => weights.Layers[position].Input);
        yield return CreateRounded(WeightNames.Recurrent(name), WeightShapes.Recurrent(layer), weights => weights.Layers[position].Recurrent);
        if (WeightShapes.Bias(layer) is { } bias)
            yield return CreateRounded(WeightNames.Bias(name), bias, weights => weights.Layers[position].Bias);
    }

    /// <summary>Allocates zeros for all weights of a network.</summary>
    public static NetworkWeights Allocate(NetworkDescription network) => new()
    {
        Embedding = Zeros(WeightShapes.Embedding(network), network.EnsembleSize),
        Layers = [.. network.MemberLayers.Select(layer =>
            new LayerWeights(Zeros(WeightShapes.Input(layer))!, Zeros(WeightShapes.Recurrent(layer))!, Zeros(WeightShapes.Bias(layer)))
            {
                Norm = WeightShapes.Norm(network, layer) is { } norm ? new NormWeights(Zeros(norm)!, Zeros(norm)!) : null,
            })],
        HeadWeight = Zeros(WeightShapes.HeadWeight(network), network.EnsembleSize),
        HeadBias = Zeros(WeightShapes.HeadBias(network), network.EnsembleSize),
        InputScale = Scale(WeightShapes.InputScale(network)),
        FutureCovariateScale = Scale(WeightShapes.FutureCovariateScale(network)),
        TargetScale = Scale(WeightShapes.TargetScale(network)),
        QuantileShift = Zeros(WeightShapes.QuantileShift(network)),
    };

    private static IEnumerable<WeightEntry> OfMember(NetworkDescription network, int member)
    {
        var prefix = WeightNames.Member(network, member);
        if (WeightShapes.Embedding(network) is { } embedding)
            yield return Part(prefix + WeightNames.Embedding, embedding, member, weights => weights.Embedding);
        for (var index = 0; index < network.Layers.Count; index++)
        {
            var layer = network.Layers[index];
            var name = WeightNames.Layer(prefix, index);
            var position = (member * network.Layers.Count) + index;
            foreach (var entry in OfLayer(layer, name, position))
                yield return entry;
            if (WeightShapes.Norm(network, layer) is { } norm)
            {
                yield return new WeightEntry(WeightNames.NormScale(name), norm, weights => weights.Layers[position].Norm!.Scale);
                yield return new WeightEntry(WeightNames.NormShift(name), norm, weights => weights.Layers[position].Norm!.Shift);
            }
        }

        if (WeightShapes.HeadWeight(network) is { } headWeight)
            yield return Part(prefix + WeightNames.HeadWeight, headWeight, member, weights => weights.HeadWeight);
        if (WeightShapes.HeadBias(network) is { } headBias)
            yield return Part(prefix + WeightNames.HeadBias, headBias, member, weights => weights.HeadBias);
    }

    private static IEnumerable<WeightEntry> OfAllMembers(NetworkDescription network)
    {
        if (WeightShapes.InputScale(network) is { } input)
        {
            yield return new WeightEntry(WeightNames.InputMean, input, weights => weights.InputScale!.Mean);
            yield return new WeightEntry(WeightNames.InputStandardDeviation, input, weights => weights.InputScale!.StandardDeviation);
        }

        if (WeightShapes.FutureCovariateScale(network) is { } covariates)
        {
            yield return new WeightEntry(WeightNames.FutureCovariateMean, covariates, weights => weights.FutureCovariateScale!.Mean);
            yield return new WeightEntry(
                WeightNames.FutureCovariateStandardDeviation, covariates, weights => weights.FutureCovariateScale!.StandardDeviation);
        }

        if (WeightShapes.TargetScale(network) is { } target)
        {
            yield return new WeightEntry(WeightNames.TargetMean, target, weights => weights.TargetScale!.Mean);
            yield return new WeightEntry(WeightNames.TargetStandardDeviation, target, weights => weights.TargetScale!.StandardDeviation);
        }

        if (WeightShapes.QuantileShift(network) is { } quantiles)
            yield return new WeightEntry(WeightNames.QuantileShift, quantiles, weights => weights.QuantileShift);
    }

    private static WeightEntry CreateRounded(string name, long[] shape, Func<NetworkWeights, Memory<float>> values) =>
        new(name, shape, values) { IsRounded = true };

    // The weights of ensemble members are concatenated in one array.
    private static WeightEntry Part(string name, long[] shape, int member, Func<NetworkWeights, float[]?> array)
    {
        var count = checked((int)WeightShapes.Count(shape));
        return CreateRounded(name, shape, weights => array(weights).AsMemory(member * count, count));
    }

    private static float[]? Zeros(long[]? shape, int members = 1) => shape is null ? null : new float[checked(members * WeightShapes.Count(shape))];

    private static AffineScale? Scale(long[]? shape) => shape is null ? null : new AffineScale(Zeros(shape)!, Zeros(shape)!);
}
