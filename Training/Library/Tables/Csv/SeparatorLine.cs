namespace MlNetRecurrent.Training;

/// <summary>The first line <c>sep=;</c> of a CSV text, with which Excel is told the separator.</summary>
/// <param name="Separator">The separator.</param>
/// <param name="Length">The number of characters of the line, with its end.</param>
internal readonly record struct SeparatorLine(char Separator, int Length)
{
    private const string Start = "sep=";

    /// <summary>Finds the line at the beginning of a text; null if it is not there.</summary>
    public static SeparatorLine? Find(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny('\r', '\n');
        if (end < 0)
            return null;
        var line = text[..end].TrimStart('\uFEFF');
        if (line is ['"', .., '"'])
            line = line[1..^1];
        if (line.Length != Start.Length + 1 || !line.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
            return null;
        return new SeparatorLine(line[^1], end + (text[end..] is ['\r', '\n', ..] ? 2 : 1));
    }
}
