namespace MlNetRecurrent.Training;

/// <summary>Determines the shape of an input of a file.</summary>
internal static class InputShape
{
    /// <summary>
    /// Merges the sizes of factors into the axes that the file declares: an axis can hold several factors, such as time * features. Dynamic axes take
    /// as few factors as possible.
    /// </summary>
    /// <param name="declared">The sizes of the axes; -1 for a dynamic one.</param>
    /// <param name="factors">The sizes of the factors, in order.</param>
    /// <exception cref="InvalidOperationException">The factors do not fill the axes.</exception>
    public static long[] Resolve(IReadOnlyList<int> declared, IReadOnlyList<long> factors) => Fill(declared, [.. factors])
        ?? throw new InvalidOperationException($"the axes [{string.Join(", ", declared)}] cannot be filled with [{string.Join(", ", factors)}]");

    private static long[]? Fill(IEnumerable<int> declared, long[] factors)
    {
        if (!declared.Any())
            return factors.Length == 0 ? [] : null;
        var axis = declared.First();
        // An axis of size 1 may have no factor.
        foreach (var count in Enumerable.Range(1, factors.Length).Append(0).Where(count => count > 0 || axis == 1))
        {
            var size = factors[..count].Aggregate(1L, (product, factor) => product * factor);
            if ((axis < 0 || size == axis) && Fill(declared.Skip(1), factors[count..]) is { } rest)
                return [size, .. rest];
        }

        return null;
    }
}
