using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Parses column lists in options: comma-separated names, and <c>first..last</c> for a range of columns.</summary>
internal static class ColumnList
{
    /// <summary>Parses a list of columns.</summary>
    /// <param name="list">The list.</param>
    /// <param name="option">The name of the option, for messages.</param>
    /// <param name="header">The columns of the file, in order.</param>
    /// <exception cref="UserInputException">A name is empty or repeated, or the end of a range is not a column.</exception>
    public static IReadOnlyList<string> Parse(string? list, string option, IReadOnlyList<string> header)
    {
        if (list is null)
            return [];
        var names = new List<string>();
        var index = new NameIndex(header);
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Length == 0)
                throw new UserInputException($"Option {option} is '{list}', expected comma-separated column names.");
            var ends = index.Find(part) >= 0 ? [part] : part.Split("..");
            if (ends.Length == 1)
            {
                names.Add(part);
                continue;
            }

            var (first, last) = (IndexOf(ends[0]), IndexOf(ends[^1]));
            if (ends.Length > 2 || first > last)
                throw new UserInputException($"Option {option}: range '{part}' is invalid, expected FIRST..LAST in the column order of the file.");
            names.AddRange(header.Skip(first).Take(last - first + 1));
        }

        return names.Distinct(InvisibleText.Comparer).Count() == names.Count
            ? names
            : throw new UserInputException($"Option {option} is '{list}', which lists a column more than once.");

        int IndexOf(string name) => index.Find(name) is >= 0 and var found
            ? found
            : throw new UserInputException(
                $"Option {option}: the range contains '{name}', which is not a column; the columns are {MissingColumns.DescribeNames(header)}.");
    }
}
