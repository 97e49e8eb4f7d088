namespace MlNetRecurrent;

/// <summary>What is wrong with a description: every fault, in the reader's words.</summary>
internal static class NetworkFaults
{
    // Far beyond what is trained anywhere, and small enough that sizes multiply without overflow.
    private const int LargestSize = 65_536;
    private const int LargestVocabulary = 16_777_216;
    private const int MostLayers = 256;
    private const int MostMembers = 64;

    public static IEnumerable<string> Of(NetworkDescription network)
    {
        if (Range("features", network.Features, LargestSize) is { } features)
            yield return features;
        if (network.Embedding is { } embedding)
        {
            if (network.Features != 1)
                yield return $"features is {network.Features}, expected 1 beside an embedding";
            if (network.Normalization != InputNormalization.None)
                yield return "normalization does not apply to the tokens of an embedding";
            if (Range("embedding vocabulary", embedding.Vocabulary, LargestVocabulary) is { } vocabulary)
                yield return vocabulary;
            if (Range("embedding size", embedding.Size, LargestSize) is { } size)
                yield return size;
        }

        if (network.Dropout is not (>= 0 and < 1))
            yield return FormattableString.Invariant($"dropout is {network.Dropout}, expected 0 to less than 1");
        if (network.RecurrentDropout is not (>= 0 and < 1))
            yield return FormattableString.Invariant($"recurrent dropout is {network.RecurrentDropout}, expected 0 to less than 1");
        if (network.HeadDropout is not (>= 0 and < 1))
            yield return FormattableString.Invariant($"head dropout is {network.HeadDropout}, expected 0 to less than 1");
        if (network.HeadDropout > 0 && !network.HasHead)
            yield return $"head dropout does not apply to the task {network.Task}, which has no head";
        if (Range("ensemble", network.Ensemble, MostMembers) is { } ensemble)
            yield return ensemble;
        if (network.Ensemble > 1 && !network.HasHead)
            yield return $"ensemble is {network.Ensemble}, expected 1 for the task {network.Task}: hidden states of different networks have nothing in common";
        foreach (var fault in OfLayers(network).Concat(OfTask(network)).Concat(ForecastFaults.Of(network, LargestSize)))
            yield return fault;
    }

    private static IEnumerable<string> OfLayers(NetworkDescription network)
    {
        if (Range("layers", network.Layers.Count, MostLayers) is { } layers)
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
            if (Range($"hidden size{place}", layer.HiddenSize, LargestSize) is { } hidden)
                yield return hidden;
            if (!Enum.IsDefined(layer.Direction))
                yield return $"direction{place} is {layer.Direction}";
            if (layer.InputSize != expected)
                yield return $"input size{place} is {layer.InputSize}, expected {expected}";
            expected = layer.OutputSize;
        }
    }

    private static IEnumerable<string> OfTask(NetworkDescription network)
    {
        if (!Enum.IsDefined(network.Task) || !Enum.IsDefined(network.Read) || !Enum.IsDefined(network.Normalization))
            yield return $"task {network.Task}, reading {network.Read} or normalization {network.Normalization} is not known";
        if (network.Task == RecurrentTask.Forecast)
        {
            if (Range("horizon", network.Horizon, LargestSize) is { } horizon)
                yield return horizon;
            if (Range("targets", network.Targets, LargestSize) is { } targets)
                yield return targets;
            if ((long)network.Horizon * network.Targets > LargestSize)
                yield return $"horizon * targets is {(long)network.Horizon * network.Targets}, expected at most {LargestSize}";
        }

        if (network.Task is RecurrentTask.Classify or RecurrentTask.Tag && network.Classes is < 2 or > LargestVocabulary)
            yield return $"classes is {network.Classes}, expected 2 to {LargestVocabulary}";
        if (network.Task is RecurrentTask.Tag or RecurrentTask.Language && network.Read != SequenceReading.Every)
            yield return $"reading is {network.Read}, expected {nameof(SequenceReading.Every)} for a {(network.Task == RecurrentTask.Tag ? "class" : "token")} at every step";
        if (network.Task == RecurrentTask.Language)
        {
            foreach (var fault in OfLanguage(network))
                yield return fault;
        }

        if (network.Task == RecurrentTask.Classify && network.AnswersEveryStep)
            yield return $"a network that gives a class for every step has the task {nameof(RecurrentTask.Tag)}";
        if (network.Task == RecurrentTask.Forecast && network.AnswersEveryStep && network.Horizon != 1)
            yield return $"horizon is {network.Horizon}, expected 1 for a forecast at every step";
    }

    private static IEnumerable<string> OfLanguage(NetworkDescription network)
    {
        if (network.Embedding is not { } embedding)
            yield return "a language model needs an embedding that reads its tokens";
        else if (network.Classes != embedding.Vocabulary)
            yield return $"classes is {network.Classes}, expected {embedding.Vocabulary}: a language model tells the tokens that it reads";
        if (network.Layers.Any(layer => layer is not null && layer.Direction != SequenceDirection.Forward))
            yield return "the layers of a language model walk forward: others read the token that is asked for";
    }

    /// <summary>The fault of a size that is out of range.</summary>
    public static string? Range(string name, int value, int largest) =>
        value >= 1 && value <= largest ? null : $"{name} is {value}, expected 1 to {largest}";
}
