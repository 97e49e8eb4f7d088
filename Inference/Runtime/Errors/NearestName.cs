using System.Text;

namespace MlNetRecurrent;

/// <summary>Finds the name that a user probably meant.</summary>
internal static class NearestName
{
    /// <summary>
    /// Finds the nearest of some names: the one from which the fewest letters differ, without regard to case, blanks and punctuation.
    /// </summary>
    /// <param name="name">The name that does not exist.</param>
    /// <param name="names">The names that exist.</param>
    /// <returns>The name; null if none is near: with more than a third of its letters different.</returns>
    public static string? Find(string name, IEnumerable<string> names)
    {
        var key = Simplify(name);
        var (nearest, best) = (default(string), int.MaxValue);
        foreach (var candidate in names)
        {
            var other = Simplify(candidate);
            var max = Math.Max(key.Length, other.Length) / 3;
            // The length tells apart most of ten thousand names.
            if (Math.Abs(key.Length - other.Length) > max || other.Length == 0)
                continue;
            var distance = GetDistance(key, other);
            if (distance <= max && distance < best)
                (nearest, best) = (candidate, distance);
        }

        return nearest;
    }

    private static string Simplify(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (char.IsLetterOrDigit(character))
                key.Append(char.ToLowerInvariant(character));
        }

        return key.ToString();
    }

    // The number of letters to insert, remove, replace, or exchange with their neighbors (optimal string alignment).
    private static int GetDistance(string first, string second)
    {
        var distances = new int[first.Length + 1, second.Length + 1];
        for (var row = 0; row <= first.Length; row++)
        {
            for (var column = 0; column <= second.Length; column++)
            {
                if (row == 0 || column == 0)
                {
                    distances[row, column] = row + column;
                    continue;
                }

                var cost = first[row - 1] == second[column - 1] ? 0 : 1;
                var distance = Math.Min(
                    Math.Min(distances[row - 1, column], distances[row, column - 1]) + 1, distances[row - 1, column - 1] + cost);
                if (row > 1 && column > 1 && first[row - 1] == second[column - 2] && first[row - 2] == second[column - 1])
                    distance = Math.Min(distance, distances[row - 2, column - 2] + 1);
                distances[row, column] = distance;
            }
        }

        return distances[first.Length, second.Length];
    }
}
