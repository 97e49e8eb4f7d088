namespace MlNetRecurrent;

/// <summary>Finds the errors in the categories and static features of a network description.</summary>
internal static class CategoryValidator
{
    // A float holds every code exactly.
    private const int MaxCount = 16_777_216;

    public static IEnumerable<string> FindErrors(NetworkDescription network, int maxSize)
    {
        foreach (var error in FindCategoryErrors(network, maxSize).Concat(FindStaticErrors(network)))
            yield return error;
    }

    private static IEnumerable<string> FindCategoryErrors(NetworkDescription network, int maxSize)
    {
        if (network.Categories.Count == 0)
        {
            if (network.Normalization == InputNormalization.Series)
                yield return $"normalization {network.Normalization} requires categories, of which the first one is the series";
            yield break;
        }

        if (network.Embedding is not null)
            yield return "categories do not apply to the tokens of an embedding";
        if (network.NumericFeatures < 1)
        {
            yield return $"there are {network.Categories.Count} categories, expected fewer than the {network.Features} features: "
                + "at least one feature is a number";
        }

        foreach (var (index, category) in network.Categories.Index())
        {
            // A card is JSON of unknown origin, where [null] is a valid list of categories.
            if (category is null)
            {
                yield return $"category {index + 1} is missing";
                yield break;
            }

            if (NetworkValidator.CheckRange($"count of category {index + 1}", category.Count, MaxCount) is { } count)
                yield return count;
            if (NetworkValidator.CheckRange($"embedding size of category {index + 1}", category.EmbeddingSize, maxSize) is { } size)
                yield return size;
        }

        if (network.Categories.Sum(category => (long)category.EmbeddingSize) is var sum && sum > maxSize)
            yield return $"the embedding sizes of the categories add up to {sum}, expected at most {maxSize}";
    }

    private static IEnumerable<string> FindStaticErrors(NetworkDescription network)
    {
        var features = network.StaticFeatures;
        if (features.Count == 0)
            yield break;
        if (network.Normalization is not (InputNormalization.Window or InputNormalization.Series))
        {
            yield return $"normalization is {network.Normalization}, expected {InputNormalization.Window} or {InputNormalization.Series} "
                + "with static features";
        }

        foreach (var feature in features.Where(feature => feature < 0 || feature >= network.NumericFeatures).Distinct())
            yield return $"static feature is {feature}, expected 0 to {network.NumericFeatures - 1}";
        if (features.Distinct().Count() != features.Count)
            yield return $"static features are {string.Join(", ", features)}, expected no duplicates";
        foreach (var feature in features.Intersect(network.Forecast.TargetFeatures))
            yield return $"static feature is {feature}, which holds the history of a target";
        foreach (var feature in features.Intersect(network.Forecast.LagFeatures.OfType<int>()))
            yield return $"static feature is {feature}, of which a future covariate is a lag";
    }
}
