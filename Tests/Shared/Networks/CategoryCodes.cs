namespace MlNetRecurrent.Tests;

/// <summary>Random codes of categories: known ones, 0, and invalid ones, which count as 0.</summary>
internal static class CategoryCodes
{
    /// <summary>Replaces the last features of each step with codes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="values">The values, [steps, features].</param>
    /// <param name="seed">The seed of the codes.</param>
    public static void Write(NetworkDescription network, Span<float> values, int seed)
    {
        var random = new Random(seed);
        for (var start = 0; start < values.Length; start += network.Features)
        {
            foreach (var (index, category) in network.Categories.Index())
                values[start + network.NumericFeatures + index] = Create(random, category.Count);
        }
    }

    private static float Create(Random random, int count) => random.Next(12) switch
    {
        0 => random.Next(count) + 0.5f,
        1 => -1,
        2 => count + 1,
        3 => float.PositiveInfinity,
        _ => random.Next(count + 1),
    };
}
