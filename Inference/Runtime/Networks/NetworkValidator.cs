namespace MlNetRecurrent;

/// <summary>Finds the errors in a network description, as clauses of an error message.</summary>
internal static class NetworkValidator
{
    // Far beyond practical sizes, and small enough that products of sizes do not overflow.
    private const int MaxSize = 65_536;
    private const int MaxVocabulary = 16_777_216;

    /// <summary>The maximum number of layers.</summary>
    public const int MaxLayers = 256;

    /// <summary>The maximum number of networks in an ensemble.</summary>
    public const int MaxEnsembleSize = 64;

    public static IEnumerable<string> FindErrors(NetworkDescription network)
    {
        if (CheckRange("features", network.Features, MaxSize) is { } features)
            yield return features;
        if (network.Embedding is { } embedding)
        {
            if (network.Features != 1)
                yield return $"features is {network.Features}, expected 1 with an embedding";
            if (network.Normalization != InputNormalization.None)
                yield return "normalization does not apply to the tokens of an embedding";
            if (CheckRange("embedding vocabulary", embedding.VocabularySize, MaxVocabulary) is { } vocabulary)
                yield return vocabulary;
            if (CheckRange("embedding size", embedding.EmbeddingSize, MaxSize) is { } size)
                yield return size;
        }

        var regularization = network.Regularization;
        if (CheckFraction("dropout", regularization.Dropout) is { } dropout)
            yield return dropout;
        if (CheckFraction("recurrent dropout", regularization.RecurrentDropout) is { } recurrentDropout)
            yield return recurrentDropout;
        if (CheckFraction("head dropout", regularization.HeadDropout) is { } headDropout)
            yield return headDropout;
        if (regularization.HeadDropout > 0 && !network.HasHead)
            yield return $"head dropout does not apply to the task {network.Task}, which has no head";
        if (CheckRange("ensemble size", network.EnsembleSize, MaxEnsembleSize) is { } ensemble)
            yield return ensemble;
        if (network.EnsembleSize > 1 && !network.HasHead)
        {
            yield return $"ensemble size is {network.EnsembleSize}, expected 1 for the task {network.Task}: "
                + "hidden states of different networks cannot be averaged";
        }

        foreach (var error in CategoryValidator.FindErrors(network, MaxSize))
            yield return error;
        string[] layerErrors = [.. FindLayerErrors(network)];
        foreach (var error in layerErrors.Concat(FindTaskErrors(network)).Concat(ForecastValidator.FindErrors(network, MaxSize)))
            yield return error;
        foreach (var error in layerErrors.Length > 0 ? [] : LayerPartValidator.FindErrors(network, MaxSize))
            yield return error;
    }

    private static IEnumerable<string> FindLayerErrors(NetworkDescription network)
    {
        if (CheckRange("layers", network.Layers.Count, MaxLayers) is { } layers)
        {
            yield return layers;
            yield break;
        }

        var expected = network.InputSize;
        for (var index = 0; index < network.Layers.Count; index++)
        {
            // A card is JSON of unknown origin, where [null] is a valid list of layers.
            if (network.Layers[index] is not { } layer)
            {
                yield return $"layer {index + 1} is missing";
                yield break;
            }

            var ofLayer = network.Layers.Count == 1 ? "" : $" of layer {index + 1}";
            if (layer.Cell is null)
                yield return $"cell{ofLayer} is missing";
            if (CheckRange($"hidden size{ofLayer}", layer.HiddenSize, MaxSize) is { } hidden)
                yield return hidden;
            if (CheckDefined($"direction{ofLayer}", layer.Direction) is { } direction)
                yield return direction;
            foreach (var error in LayerPartValidator.FindErrors(layer, ofLayer, expected, MaxSize))
                yield return error;
            if (layer.InputLayers is { Count: > 0 } linear && linear[^1] is { } last)
                expected = last.OutputSize;
            if (layer.InputSize != expected)
                yield return $"input size{ofLayer} is {layer.InputSize}, expected {expected}";
            expected = layer.OutputSize;
        }
    }

    private static IEnumerable<string> FindTaskErrors(NetworkDescription network)
    {
        if (!Enum.IsDefined(network.Task))
        {
            var tasks = Enum.GetValues<RecurrentTask>().Where(task => task != RecurrentTask.Custom);
            yield return $"task is {network.Task}, expected one of {string.Join(", ", tasks)}";
        }

        if (network.Task == RecurrentTask.Custom || network.Graph is not null)
            yield return $"task is {network.Task}, the graph of another program: it can be scored, but not built or trained";
        if (CheckDefined("pooling", network.Pooling) is { } pooling)
            yield return pooling;
        if (CheckDefined("normalization", network.Normalization) is { } normalization)
            yield return normalization;
        if (network.Task == RecurrentTask.Forecast)
        {
            if (CheckRange("horizon", network.Forecast.Horizon, MaxSize) is { } horizon)
                yield return horizon;
            if (CheckRange("targets", network.Forecast.Targets, MaxSize) is { } targets)
                yield return targets;
            var size = (long)network.Forecast.Horizon * network.Forecast.Targets;
            if (size > MaxSize)
                yield return $"horizon * targets is {size}, expected at most {MaxSize}";
        }

        if (network.Task is RecurrentTask.Classify or RecurrentTask.Tag && network.Classes is < 2 or > MaxVocabulary)
            yield return $"classes is {network.Classes}, expected 2 to {MaxVocabulary}";
        if (network.Task is RecurrentTask.Tag or RecurrentTask.Language && network.Pooling != SequencePooling.None)
        {
            var output = network.Task == RecurrentTask.Tag ? "class" : "token";
            yield return $"pooling is {network.Pooling}, expected {SequencePooling.None} for a {output} at every time step";
        }

        if (network.Task == RecurrentTask.Language)
        {
            foreach (var error in FindLanguageErrors(network))
                yield return error;
        }

        if (network.Task == RecurrentTask.Classify && network.HasOutputPerStep)
            yield return $"task is {network.Task}, expected {RecurrentTask.Tag} for a class at every time step";
        if (network.Task == RecurrentTask.Forecast && network.HasOutputPerStep && network.Forecast.Horizon != 1)
            yield return $"horizon is {network.Forecast.Horizon}, expected 1 for a forecast at every time step";
    }

    private static IEnumerable<string> FindLanguageErrors(NetworkDescription network)
    {
        if (network.Embedding is not { } embedding)
            yield return "embedding is missing: a language model requires one for its tokens";
        else if (network.Classes != embedding.VocabularySize)
            yield return $"classes is {network.Classes}, expected {embedding.VocabularySize}: a language model predicts the tokens of its vocabulary";
        if (network.Layers.Any(layer => layer is not null && layer.Direction != SequenceDirection.Forward))
            yield return "the layers of a language model must be forward: others would see the token to predict";
    }

    /// <summary>The error if a size is out of range; otherwise null.</summary>
    public static string? CheckRange(string name, int value, int max) =>
        value >= 1 && value <= max ? null : $"{name} is {value}, expected 1 to {max}";

    /// <summary>The error if a value is not a member of its enumeration; otherwise null.</summary>
    public static string? CheckDefined<T>(string name, T value)
        where T : struct, Enum =>
        Enum.IsDefined(value) ? null : $"{name} is {value}, expected one of {string.Join(", ", Enum.GetNames<T>())}";

    private static string? CheckFraction(string name, double value) =>
        value is >= 0 and < 1 ? null : FormattableString.Invariant($"{name} is {value}, expected 0 to less than 1");
}
