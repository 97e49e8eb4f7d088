namespace MlNetRecurrent;

/// <summary>Finds the errors in the parts of a network around its cells: linear layers, variants of cells, the head and its outputs.</summary>
internal static class LayerPartValidator
{
    private const int MaxLinearLayers = 64;
    private const int MaxKernelSize = 1024;
    private const int MaxPooledSize = 16_777_216;

    /// <summary>Finds the errors in the linear layers before a recurrent layer, and in its variant.</summary>
    /// <param name="layer">The recurrent layer.</param>
    /// <param name="ofLayer">The words that identify the layer, such as " of layer 2"; empty for the only one.</param>
    /// <param name="inputSize">The number of values per time step that enter the layer.</param>
    /// <param name="maxSize">The maximum number of values per time step.</param>
    public static IEnumerable<string> FindErrors(LayerDescription layer, string ofLayer, int inputSize, int maxSize)
    {
        if (layer.InputLayers is null)
        {
            yield return $"input layers{ofLayer} are missing";
            yield break;
        }

        foreach (var error in FindLinearErrors(layer.InputLayers, "input layer", ofLayer, inputSize, maxSize, canConvolve: true))
            yield return error;
        if (layer.Variant is not { } variant)
            yield break;
        if (variant.Gate is null || variant.Candidate is null || variant.Output is null)
            yield return $"the variant{ofLayer} has no activation";
        foreach (var function in new[] { variant.Gate, variant.Candidate, variant.Output }.Where(function => !IsFinite(function)))
            yield return $"an activation{ofLayer} is {function}, expected finite parameters";
        foreach (var function in new[] { variant.Gate, variant.Candidate, variant.Output }.Where(IsGelu))
            yield return $"an activation{ofLayer} is {function}, which cells do not support";
        if (variant.Clip is { } clip && !(clip > 0 && float.IsFinite(clip)))
            yield return FormattableString.Invariant($"clip{ofLayer} is {clip}, expected a positive number");
        if (layer.Cell != RecurrentCell.Lstm && (variant.CouplesForgetGate || variant.HasPeepholes))
            yield return $"the cell{ofLayer} is {layer.Cell}, expected {RecurrentCell.Lstm} with a coupled forget gate or peepholes";
        if (layer.Cell == RecurrentCell.RnnRelu)
            yield return $"the cell{ofLayer} is {layer.Cell}, expected {RecurrentCell.Rnn} with a variant, which states the activation";
    }

    /// <summary>Finds the errors in the head, its outputs and the initial states.</summary>
    public static IEnumerable<string> FindErrors(NetworkDescription network, int maxSize)
    {
        if (!(network.LayerNormalizationEpsilon > 0 && double.IsFinite(network.LayerNormalizationEpsilon)))
        {
            yield return FormattableString.Invariant(
                $"layer normalization epsilon is {network.LayerNormalizationEpsilon}, expected a positive number");
        }

        if (network.Pooling == SequencePooling.LastSteps && NetworkValidator.CheckRange("pooled steps", network.PooledSteps, maxSize) is { } steps)
            yield return steps;
        if (network.Pooling == SequencePooling.LastSteps && (long)network.PooledSteps * network.Layers[^1].OutputSize is > MaxPooledSize and var size)
            yield return $"pooled steps * the output size of the last layer is {size}, expected at most {MaxPooledSize}";
        if (network.ReversesOutput && !network.HasOutputPerStep)
            yield return $"pooling is {network.Pooling}, expected {SequencePooling.None} with outputs in reverse order";
        if (network.ReversesOutput && network.Forecast.ResidualBaseline != ResidualBaseline.None)
            yield return $"residual baseline is {network.Forecast.ResidualBaseline}, expected {ResidualBaseline.None} with outputs in reverse order";
        if (network.ReversesOutput && network.Normalization == InputNormalization.Series)
            yield return $"normalization {network.Normalization} does not apply with outputs in reverse order";
        if (network.HasOutputPerStep && network.LostSteps != 0)
            yield return $"the convolutions shorten a sequence by {network.LostSteps} steps, expected 0 with an output at every time step";
        if (network.HasConvolutions && network.Forecast.FutureCovariates > 0)
            yield return "convolutions do not apply with future covariates";
        if (network.HasConvolutions && network.LayerSteps != 1 && network.Forecast.ResidualBaseline != ResidualBaseline.None)
            yield return "convolutions that shorten a sequence do not apply with a residual baseline";
        if (network.OutputActivation is null || network.HeadLayers is null)
        {
            yield return "the head has no output activation or no list of layers";
            yield break;
        }

        if (!IsFinite(network.OutputActivation))
            yield return $"output activation is {network.OutputActivation}, expected finite parameters";
        foreach (var error in FindHeadErrors(network, maxSize))
            yield return error;
    }

    private static IEnumerable<string> FindHeadErrors(NetworkDescription network, int maxSize)
    {
        var isPlainForecast = network is { Task: RecurrentTask.Forecast, Forecast.Quantiles.Count: 0 };
        if (!network.HasHead && (network.HeadLayers.Count > 0 || network.HasHeadNormalization))
            yield return $"head layers do not apply to the task {network.Task}, which has no head";
        foreach (var error in FindLinearErrors(network.HeadLayers, "head layer", "", network.HeadInputSize, maxSize, canConvolve: false))
            yield return error;
        if (network.OutputActivation != ActivationFunction.Identity && !isPlainForecast)
        {
            yield return $"output activation is {network.OutputActivation}, expected {ActivationFunction.Identity} "
                + "unless the task is a forecast without quantiles";
        }

        if (network.HasLogProbabilities && network.Task is not (RecurrentTask.Classify or RecurrentTask.Tag))
            yield return $"task is {network.Task}, expected {RecurrentTask.Classify} or {RecurrentTask.Tag} with log-probabilities";
        if (network.HasLogProbabilities && network.EnsembleSize > 1)
            yield return "ensemble size is above 1: log-probabilities cannot be averaged";
        var (minimum, maximum) = (network.Forecast.Minimum, network.Forecast.Maximum);
        if ((minimum ?? maximum) is not null && !isPlainForecast)
            yield return "minimum and maximum do not apply unless the task is a forecast without quantiles";
        if ((minimum is { } low && !float.IsFinite((float)low)) || (maximum is { } high && !float.IsFinite((float)high)) || minimum > maximum)
            yield return FormattableString.Invariant($"the bounds are {minimum} to {maximum}, expected finite numbers in ascending order");
    }

    private static IEnumerable<string> FindLinearErrors(
        IReadOnlyList<LinearLayerDescription> layers, string kind, string ofLayer, int inputSize, int maxSize, bool canConvolve)
    {
        if (layers.Count > MaxLinearLayers)
        {
            yield return $"there are {layers.Count} {kind}s{ofLayer}, expected at most {MaxLinearLayers}";
            yield break;
        }

        for (var index = 0; index < layers.Count; index++)
        {
            var name = $"{kind} {index + 1}{ofLayer}";
            if (layers[index] is not { Activation: not null } layer)
            {
                yield return $"{name} or its activation is missing";
                yield break;
            }

            if (layer.InputSize != inputSize)
                yield return $"input size of {name} is {layer.InputSize}, expected {inputSize}";
            if (!IsFinite(layer.Activation))
                yield return $"activation of {name} is {layer.Activation}, expected finite parameters";
            if (NetworkValidator.CheckRange($"output size of {name}", layer.OutputSize, maxSize) is { } size)
                yield return size;
            if (NetworkValidator.CheckRange($"kernel size of {name}", layer.KernelSize, canConvolve ? MaxKernelSize : 1) is { } kernel)
                yield return kernel;
            foreach (var padding in new[] { layer.PaddingBefore, layer.PaddingAfter }.Where(steps => steps < 0 || steps >= layer.KernelSize))
                yield return $"padding of {name} is {padding}, expected 0 to {layer.KernelSize - 1}";
            inputSize = layer.OutputSize;
        }
    }

    // The recurrent operators of ONNX do not have it.
    private static bool IsGelu(ActivationFunction? function) => function?.Kind is ActivationKind.Gelu or ActivationKind.GeluTanh;

    private static bool IsFinite(ActivationFunction? function) =>
        function is null || (float.IsFinite(function.Alpha) && float.IsFinite(function.Beta));
}
