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
        if (WeightShapes.Peepholes(layer) is { } peepholes)
            yield return CreateRounded(WeightNames.Peepholes(name), peepholes, weights => weights.Layers[position].Peepholes);
        for (var index = 0; index < layer.InputLayers.Count; index++)
        {
            var linear = index;
            var prefix = WeightNames.InputLayer(name, index);
            foreach (var entry in OfLinear(layer.InputLayers[index], prefix, weights => weights.Layers[position].InputLayers[linear]))
                yield return entry;
        }
    }

    /// <summary>Allocates zeros for all weights of a network.</summary>
    public static NetworkWeights Allocate(NetworkDescription network) => new()
    {
        Embedding = Zeros(WeightShapes.Embedding(network), network.EnsembleSize),
        Categories =
        [
            .. Enumerable.Range(0, network.EnsembleSize).SelectMany(_ => network.Categories)
                .Select(category => Zeros(WeightShapes.Category(category))!),
        ],
        Layers = [.. network.MemberLayers.Select(layer =>
            new LayerWeights(Zeros(WeightShapes.Input(layer))!, Zeros(WeightShapes.Recurrent(layer))!, Zeros(WeightShapes.Bias(layer)))
            {
                Norm = WeightShapes.Norm(network, layer) is { } norm ? new NormWeights(Zeros(norm)!, Zeros(norm)!) : null,
                InputLayers = [.. layer.InputLayers.Select(Linear)],
                Peepholes = Zeros(WeightShapes.Peepholes(layer)),
            })],
        InitialHidden = network.HasLearnedInitialState ? InitialState(network, layer => true) : null,
        InitialCell = network is { HasLearnedInitialState: true, HasCellState: true }
            ? InitialState(network, layer => layer.Cell.HasCellState)
            : null,
        HeadNorm = WeightShapes.HeadNorm(network) is [var width]
            ? new NormWeights(Zeros([width], network.EnsembleSize)!, Zeros([width], network.EnsembleSize)!)
            : null,
        HeadLayers = [.. Enumerable.Range(0, network.EnsembleSize).SelectMany(_ => network.HeadLayers).Select(Linear)],
        HeadWeight = Zeros(WeightShapes.HeadWeight(network), network.EnsembleSize),
        HeadBias = Zeros(WeightShapes.HeadBias(network), network.EnsembleSize),
        InputScale = Scale(WeightShapes.InputScale(network)),
        FutureCovariateScale = Scale(WeightShapes.FutureCovariateScale(network)),
        TargetScale = Scale(WeightShapes.TargetScale(network)),
        QuantileShift = Zeros(WeightShapes.QuantileShift(network)),
    };

    /// <summary>Allocates zeros for the trained initial states alone.</summary>
    public static NetworkWeights AllocateInitialStates(NetworkDescription network) => new()
    {
        Layers = [],
        InitialHidden = InitialState(network, layer => true),
        InitialCell = InitialState(network, layer => layer.Cell.HasCellState),
    };

    private static IEnumerable<WeightEntry> OfMember(NetworkDescription network, int member)
    {
        var prefix = WeightNames.Member(network, member);
        if (WeightShapes.Embedding(network) is { } embedding)
            yield return Part(prefix + WeightNames.Embedding, embedding, member, weights => weights.Embedding);
        for (var index = 0; index < network.Categories.Count; index++)
        {
            var position = (member * network.Categories.Count) + index;
            yield return CreateRounded(
                WeightNames.Category(prefix, index), WeightShapes.Category(network.Categories[index]), weights => weights.Categories[position]);
        }

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

        if (WeightShapes.HeadNorm(network) is { } headNorm)
        {
            yield return Part(prefix + WeightNames.HeadNormScale, headNorm, member, weights => weights.HeadNorm!.Scale) with { IsRounded = false };
            yield return Part(prefix + WeightNames.HeadNormShift, headNorm, member, weights => weights.HeadNorm!.Shift) with { IsRounded = false };
        }

        for (var index = 0; index < network.HeadLayers.Count; index++)
        {
            var position = (member * network.HeadLayers.Count) + index;
            foreach (var entry in OfLinear(network.HeadLayers[index], WeightNames.HeadLayer(prefix, index), weights => weights.HeadLayers[position]))
                yield return entry;
        }

        if (WeightShapes.HeadWeight(network) is { } headWeight)
            yield return Part(prefix + WeightNames.HeadWeight, headWeight, member, weights => weights.HeadWeight);
        if (WeightShapes.HeadBias(network) is { } headBias)
            yield return Part(prefix + WeightNames.HeadBias, headBias, member, weights => weights.HeadBias);
    }

    private static IEnumerable<WeightEntry> OfLinear(LinearLayerDescription layer, string name, Func<NetworkWeights, LinearWeights> linear)
    {
        yield return CreateRounded(WeightNames.LinearWeight(name), WeightShapes.LinearWeight(layer), weights => linear(weights).Weight);
        yield return CreateRounded(WeightNames.LinearBias(name), WeightShapes.LinearBias(layer), weights => linear(weights).Bias);
    }

    /// <summary>
    /// The trained initial states: the default values of the optional inputs, one for all layers if they can be stacked.
    /// </summary>
    public static IEnumerable<WeightEntry> GetInitialStates(NetworkDescription network)
    {
        if (!network.HasLearnedInitialState)
            yield break;
        foreach (var isCell in new[] { false, true })
        {
            var layers = network.MemberLayers.Index().Where(layer => !isCell || layer.Item.Cell.HasCellState).ToList();
            if (layers.Count == 0)
                continue;
            var name = isCell ? OnnxNames.InitialCell : OnnxNames.InitialHidden;
            if (OnnxNames.CanStackStates(network))
            {
                yield return Create(name, layers.Select(layer => layer.Item), 0);
                continue;
            }

            var start = 0;
            foreach (var (index, layer) in layers)
            {
                yield return Create(OnnxNames.ForLayer(name, index), [layer], start);
                start += layer.OutputSize;
            }

            WeightEntry Create(string entry, IEnumerable<LayerDescription> states, int start)
            {
                var shape = WeightShapes.InitialState(states);
                var count = checked((int)WeightShapes.Count(shape));
                return new WeightEntry(
                    entry, shape, weights => (isCell ? weights.InitialCell : weights.InitialHidden).AsMemory(start, count));
            }
        }
    }

    private static IEnumerable<WeightEntry> OfAllMembers(NetworkDescription network)
    {
        foreach (var entry in GetInitialStates(network))
            yield return entry;
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

    private static LinearWeights Linear(LinearLayerDescription layer) =>
        new(Zeros(WeightShapes.LinearWeight(layer))!, Zeros(WeightShapes.LinearBias(layer))!);

    private static float[] InitialState(NetworkDescription network, Func<LayerDescription, bool> hasState) =>
        new float[network.MemberLayers.Where(hasState).Sum(layer => layer.OutputSize)];

    private static AffineScale? Scale(long[]? shape) => shape is null ? null : new AffineScale(Zeros(shape)!, Zeros(shape)!);
}
