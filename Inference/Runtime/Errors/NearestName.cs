namespace MlNetRecurrent;

/// <summary>Finds the name that a user probably meant.</summary>
internal static class NearestName
{
    /// <summary>Returns the name that needs the fewest changes of characters; null if all of them need too many.</summary>
    /// <param name="name">The name as given.</param>
    /// <param name="names">The names that exist.</param>
    public static string? Find(string name, IEnumerable<string> names)
    {
        var (nearest, distance) = ((string?)null, (name.Length / 3) + 1);
        foreach (var other in names)
        {
            // A difference of lengths needs as many changes at least.
            if (Math.Abs(other.Length - name.Length) > distance)
                continue;
            var changes = CountChanges(name, other);
            if (changes < distance || (changes == distance && nearest is null))
                (nearest, distance) = (other, changes);
        }

        return nearest;
    }

    // The distance of Levenshtein 1966, ignoring case.
    private static int CountChanges(string one, string other)
    {
        int[] before = [.. Enumerable.Range(0, other.Length + 1)];
        for (var row = 0; row < one.Length; row++)
        {
            var current = new int[before.Length];
            current[0] = row + 1;
            for (var column = 0; column < other.Length; column++)
            {
                var isSame = char.ToUpperInvariant(one[row]) == char.ToUpperInvariant(other[column]);
                current[column + 1] = Math.Min(before[column] + (isSame ? 0 : 1), Math.Min(before[column + 1], current[column]) + 1);
            }

            before = current;
        }

        return before[^1];
    }
}
