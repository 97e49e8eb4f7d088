namespace MlNetRecurrent;

/// <summary>Makes text that came out of a file fit for a log or a terminal.</summary>
internal static class MessageText
{
    private const int MaxLength = 2000;
    private const int Head = 1500;
    private const int Tail = 400;

    /// <summary>The text without control characters, and without its middle where it is very long.</summary>
    public static string Sanitize(string text)
    {
        if (text.Length > MaxLength)
            text = $"{text[..Head]} ... {text[^Tail..]}";
        return text.Any(char.IsControl)
            ? string.Concat(text.TrimEnd().Select(character => character is '\n' or '\r' or '\t' ? ' ' : char.IsControl(character) ? '?' : character))
            : text;
    }
}
