namespace MlNetRecurrent.Console;

/// <summary>Lists of columns as options write them: names with commas between, and <c>first..last</c> for all columns from one to another.</summary>
internal static class ColumnList
{
    /// <summary>The columns that a list names.</summary>
    /// <param name="list">The list.</param>
    /// <param name="option">The option, for messages.</param>
    /// <param name="header">The columns that there are, in order.</param>
    /// <exception cref="UserInputException">A name is empty, or an end of a range is no column.</exception>
    public static IReadOnlyList<string> Parse(string? list, string option, IReadOnlyList<string> header)
    {
        if (list is null)
            return [];
        var names = new List<string>();
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Length == 0)
                throw new UserInputException($"Option {option} is '{list}': expected the names of columns with commas between them.");
            var ends = header.Contains(part) ? [part] : part.Split("..");
            if (ends.Length == 1)
            {
                names.Add(part);
                continue;
            }

            var (first, last) = (Place(ends[0]), Place(ends[^1]));
            if (ends.Length > 2 || first > last)
                throw new UserInputException($"Option {option}: range '{part}' is none, expected FIRST..LAST in the order of the file.");
            names.AddRange(header.Skip(first).Take(last - first + 1));
        }

        return names.Distinct().Count() == names.Count ? names : throw new UserInputException($"Option {option} names a column twice: '{list}'.");

        int Place(string name) => header.ToList().IndexOf(name) is >= 0 and var place
            ? place
            : throw new UserInputException($"Option {option}: '{name}' of the range is no column; the columns are {string.Join(", ", header)}.");
    }
}
