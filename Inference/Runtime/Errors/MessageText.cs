namespace MlNetRecurrent;

/// <summary>Makes text from a file safe for logs and terminals.</summary>
internal static class MessageText
{
    private const int MaxLength = 2000;
    private const int Head = 1500;
    private const int Tail = 400;

    /// <summary>Replaces control characters and shortens very long text in the middle.</summary>
    public static string Sanitize(string text)
    {
        if (text.Length > MaxLength)
            text = $"{text[..Head]} ... {text[^Tail..]}";
        return text.Any(char.IsControl)
            ? string.Concat(text.TrimEnd().Select(character => character is '\n' or '\r' or '\t' ? ' ' : char.IsControl(character) ? '?' : character))
            : text;
    }
}
