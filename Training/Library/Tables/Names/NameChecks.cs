namespace MlNetRecurrent.Training;

/// <summary>Rejects names that look the same and are different text: they would silently become two classes, series or columns.</summary>
internal static class NameChecks
{
    /// <summary>Checks the texts of a column.</summary>
    /// <exception cref="SequenceDataException">Two texts look the same; the message shows their characters and lines.</exception>
    public static void Check(DataTable table, string column)
    {
        var texts = table.GetTexts(column);
        if (FindPair(texts.Values) is not { } pair)
            return;
        throw new SequenceDataException(
            $"{table.Name}, column '{column}': '{MessageText.Sanitize(pair.First)}' is written in two ways that look the same: "
            + $"{Describe(pair.First)} and {Describe(pair.Second)}. Write them in the same way, or they are two names.");

        string Describe(string text)
        {
            var row = Enumerable.Range(0, table.Rows).First(row => texts[row] == text);
            return FormattableString.Invariant($"{InvisibleText.Reveal(text)} ({table.DescribeRow(row)})");
        }
    }

    /// <summary>Checks the names of the columns of a table.</summary>
    /// <exception cref="SequenceDataException">Two columns have the same name, or names that look the same.</exception>
    public static void CheckHeader(string table, IReadOnlyList<string> header)
    {
        if (FindPair(header) is not { } pair)
            return;
        var (first, second) = pair;
        throw new SequenceDataException(first == second
            ? $"{table} has more than one column '{first}': column names must be unique."
            : $"{table} has two columns whose names look the same, {InvisibleText.Reveal(first)} and {InvisibleText.Reveal(second)}: "
                + "column names must be unique.");
    }

    /// <summary>Finds two names that look the same; null if there are none.</summary>
    public static (string First, string Second)? FindPair(IReadOnlyList<string> names)
    {
        var seen = new Dictionary<string, string>(names.Count, StringComparer.Ordinal);
        foreach (var name in names)
        {
            var key = InvisibleText.Key(name);
            if (!seen.TryAdd(key, name))
                return (seen[key], name);
        }

        return null;
    }

    /// <summary>
    /// Returns the index of a name: the one that is exactly the same, otherwise the one that looks the same; -1 if there is none.
    /// </summary>
    public static int IndexOf(IReadOnlyList<string> names, string name)
    {
        var similar = -1;
        for (var index = 0; index < names.Count; index++)
        {
            if (names[index] == name)
                return index;
            if (similar < 0 && InvisibleText.Comparer.Equals(names[index], name))
                similar = index;
        }

        return similar;
    }
}
