namespace MlNetRecurrent;

/// <summary>What is wrong with a description: every fault, in the reader's words.</summary>
internal static class NetworkValidator
{
    // Far beyond what is trained anywhere, and small enough that sizes multiply without overflow.
    private const int MaxSize = 65_536;
    private const int MaxVocabulary = 16_777_216;
    private const int MaxLayers = 256;
    private const int MaxEnsembleSize = 64;

    public static IEnumerable<string> FindErrors(NetworkDescription network)
    {
        if (CheckRange("features", network.Features, MaxSize) is { } features)
            yield return features;
        if (network.Embedding is { } embedding)
        {
            if (network.Features != 1)
                yield return $"features is {network.Features}, expected 1 beside an embedding";
            if (network.Normalization != InputNormalization.None)
                yield return "normalization does not apply to the tokens of an embedding";
            if (CheckRange("embedding vocabulary", embedding.VocabularySize, MaxVocabulary) is { } vocabulary)
                yield return vocabulary;
            if (CheckRange("embedding size", embedding.EmbeddingSize, MaxSize) is { } size)
                yield return size;
        }

        if (network.Regularization.Dropout is not (>= 0 and < 1))
            yield return FormattableString.Invariant($"dropout is {network.Regularization.Dropout}, expected 0 to less than 1");
        if (network.Regularization.RecurrentDropout is not (>= 0 and < 1))
            yield return FormattableString.Invariant($"recurrent dropout is {network.Regularization.RecurrentDropout}, expected 0 to less than 1");
        if (network.Regularization.HeadDropout is not (>= 0 and < 1))
            yield return FormattableString.Invariant($"head dropout is {network.Regularization.HeadDropout}, expected 0 to less than 1");
        if (network.Regularization.HeadDropout > 0 && !network.HasHead)
            yield return $"head dropout does not apply to the task {network.Task}, which has no head";
        if (CheckRange("ensemble", network.EnsembleSize, MaxEnsembleSize) is { } ensemble)
            yield return ensemble;
        if (network.EnsembleSize > 1 && !network.HasHead)
            yield return $"ensemble is {network.EnsembleSize}, expected 1 for the task {network.Task}: hidden states of different networks have nothing in common";
        foreach (var fault in FindLayerErrors(network).Concat(FindTaskErrors(network)).Concat(ForecastValidator.FindErrors(network, MaxSize)))
            yield return fault;
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
            // A card is JSON that anybody may have written: [null] is a list of layers too.
            if (network.Layers[index] is not { } layer)
            {
                yield return $"layer {index + 1} is missing";
                yield break;
            }

            var place = network.Layers.Count == 1 ? "" : $" of layer {index + 1}";
            if (layer.Cell is null)
                yield return $"cell{place} is missing";
            if (CheckRange($"hidden size{place}", layer.HiddenSize, MaxSize) is { } hidden)
                yield return hidden;
            if (!Enum.IsDefined(layer.Direction))
                yield return $"direction{place} is {layer.Direction}";
            if (layer.InputSize != expected)
                yield return $"input size{place} is {layer.InputSize}, expected {expected}";
            expected = layer.OutputSize;
        }
    }

    private static IEnumerable<string> FindTaskErrors(NetworkDescription network)
    {
        if (!Enum.IsDefined(network.Task) || !Enum.IsDefined(network.Pooling) || !Enum.IsDefined(network.Normalization))
            yield return $"task {network.Task}, reading {network.Pooling} or normalization {network.Normalization} is not known";
        if (network.Task == RecurrentTask.Forecast)
        {
            if (CheckRange("horizon", network.Forecast.Horizon, MaxSize) is { } horizon)
                yield return horizon;
            if (CheckRange("targets", network.Forecast.Targets, MaxSize) is { } targets)
                yield return targets;
            if ((long)network.Forecast.Horizon * network.Forecast.Targets > MaxSize)
                yield return $"horizon * targets is {(long)network.Forecast.Horizon * network.Forecast.Targets}, expected at most {MaxSize}";
        }

        if (network.Task is RecurrentTask.Classify or RecurrentTask.Tag && network.Classes is < 2 or > MaxVocabulary)
            yield return $"classes is {network.Classes}, expected 2 to {MaxVocabulary}";
        if (network.Task is RecurrentTask.Tag or RecurrentTask.Language && network.Pooling != SequencePooling.None)
            yield return $"reading is {network.Pooling}, expected {nameof(SequencePooling.None)} for a {(network.Task == RecurrentTask.Tag ? "class" : "token")} at every step";
        if (network.Task == RecurrentTask.Language)
        {
            foreach (var fault in FindLanguageErrors(network))
                yield return fault;
        }

        if (network.Task == RecurrentTask.Classify && network.HasOutputPerStep)
            yield return $"a network that gives a class for every step has the task {nameof(RecurrentTask.Tag)}";
        if (network.Task == RecurrentTask.Forecast && network.HasOutputPerStep && network.Forecast.Horizon != 1)
            yield return $"horizon is {network.Forecast.Horizon}, expected 1 for a forecast at every step";
    }

    private static IEnumerable<string> FindLanguageErrors(NetworkDescription network)
    {
        if (network.Embedding is not { } embedding)
            yield return "a language model needs an embedding that reads its tokens";
        else if (network.Classes != embedding.VocabularySize)
            yield return $"classes is {network.Classes}, expected {embedding.VocabularySize}: a language model tells the tokens that it reads";
        if (network.Layers.Any(layer => layer is not null && layer.Direction != SequenceDirection.Forward))
            yield return "the layers of a language model walk forward: others read the token that is asked for";
    }

    /// <summary>The fault of a size that is out of range.</summary>
    public static string? CheckRange(string name, int value, int max) =>
        value >= 1 && value <= max ? null : $"{name} is {value}, expected 1 to {max}";
}
