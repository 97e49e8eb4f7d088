namespace MlNetRecurrent;

/// <summary>Describes how the categories of a <see cref="ModelSignature"/> differ from those of another: the same code must mean the same.</summary>
internal static class CategoryDifferences
{
    public static IEnumerable<string> Describe(ModelSignature next, ModelSignature current)
    {
        if (next.CategoryCounts.Count != current.CategoryCounts.Count)
        {
            var unit = next.CategoryCounts.Count == 1 ? "category" : "categories";
            return [Invariant($"it reads {next.CategoryCounts.Count} {unit} instead of {current.CategoryCounts.Count}")];
        }

        // Texts that nothing relied on cannot be wrong.
        if (current.Categories.Count == 0)
            return Enumerable.Range(0, current.CategoryCounts.Count).Select(index => Counts(next, current, index)).OfType<string>();
        if (next.Categories.Count == 0)
            return ["its categories have no texts instead of texts"];
        return next.Categories.Zip(current.Categories).Select(pair => Describe(pair.First, pair.Second)).OfType<string>();
    }

    private static string? Counts(ModelSignature next, ModelSignature current, int index) =>
        next.CategoryCounts[index] == current.CategoryCounts[index]
            ? null
            : Invariant($"its category {index + 1} has {next.CategoryCounts[index]} values instead of {current.CategoryCounts[index]}");

    private static string? Describe(CategoryColumn next, CategoryColumn current)
    {
        if (next.Name != current.Name)
            return $"its category {next.Name} replaces {current.Name}";
        var same = next.Values.Zip(current.Values).TakeWhile(pair => pair.First == pair.Second).Count();
        if (same < Math.Min(next.Values.Count, current.Values.Count))
            return Invariant($"code {same + 1} of its category {next.Name} is '{next.Values[same]}' instead of '{current.Values[same]}'");
        return next.Values.Count == current.Values.Count
            ? null
            : Invariant($"its category {next.Name} has {next.Values.Count} values instead of {current.Values.Count}");
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
