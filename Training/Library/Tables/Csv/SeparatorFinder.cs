using CsvHelper;

namespace MlNetRecurrent.Training;

/// <summary>Finds the character between the columns of a CSV text, from its header and the rows at its beginning.</summary>
internal static class SeparatorFinder
{
    private const string Hint = "set TableReadOptions.Separator; on the command line, --separator";

    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>Finds the separator.</summary>
    /// <param name="sample">The beginning of the text.</param>
    /// <param name="isWhole">Whether the sample is the whole text; otherwise its last row may be incomplete.</param>
    /// <param name="name">The name of the text in messages.</param>
    /// <returns>The separator; null for a single column.</returns>
    /// <exception cref="SequenceDataException">Several characters may be the separator.</exception>
    public static char? Find(string sample, bool isWhole, string name)
    {
        var found = Candidates.Where(candidate => CountCells(sample, candidate).FirstOrDefault() > 1).ToList();
        if (found.Count <= 1)
            return found.Count == 0 ? null : found[0];
        var shares = found.Select(candidate => (Separator: candidate, Share: GetShare(sample, candidate, isWhole))).ToList();
        var best = shares.Max(candidate => candidate.Share);
        var likely = shares.Where(candidate => candidate.Share == best).Select(candidate => candidate.Separator).ToList();
        if (likely.Count == 1)
            return likely[0];
        var names = string.Join(" and ", likely.Select(Describe));
        throw new SequenceDataException(
            $"{name}, line 1: the header has {names}, and the rows fit each of them: say which separate the columns ({Hint}).");
    }

    /// <summary>Describes a separator, for messages.</summary>
    public static string Describe(char separator) => separator switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "vertical bars",
        ' ' => "blanks",
        _ => $"the character '{separator}'",
    };

    /// <summary>Returns the separator with which a row has a number of cells; null if none of the usual ones does.</summary>
    public static char? FindFor(string row, int cells)
    {
        foreach (var candidate in Candidates)
        {
            if (CountCells(row, candidate).FirstOrDefault() == cells)
                return candidate;
        }

        return null;
    }

    private static double GetShare(string sample, char separator, bool isWhole)
    {
        var counts = CountCells(sample, separator).ToList();
        if (!isWhole && counts.Count > 1)
            counts.RemoveAt(counts.Count - 1);
        return counts.Count(count => count == counts[0]) / (double)counts.Count;
    }

    // The cells of each row that is not blank.
    private static IEnumerable<int> CountCells(string sample, char separator)
    {
        using var reader = CsvReader.FromText(sample, CsvText.CreateOptions(separator, CsvMalformedDataHandling.Recover));
        while (reader.Read())
        {
            if (reader.FieldCount > 1 || !reader.IsEmpty(0))
                yield return reader.FieldCount;
        }
    }
}
