using System.Globalization;
using System.Text;

namespace MlNetRecurrent;

/// <summary>Makes text that others wrote, such as names in files, safe for logs and terminals.</summary>
internal static class MessageText
{
    private const int MaxLength = 2000;
    private const int Head = 1500;
    private const int Tail = 400;

    /// <summary>Makes one line of a text: escapes control characters and shortens very long text in the middle.</summary>
    public static string Sanitize(string text)
    {
        if (text.Length > MaxLength)
            text = $"{text[..Head]} ... {text[^Tail..]}";
        if (!NeedsEscape(text))
            return text;
        return Escape(string.Concat(text.TrimEnd().Select(character => character is '\n' or '\r' or '\t' ? ' ' : character)));
    }

    /// <summary>Whether <see cref="Escape"/> changes a text.</summary>
    public static bool NeedsEscape(string text) => text.Any(IsUnsafe);

    /// <summary>
    /// Shows characters that control a terminal as escapes, such as <c>\u001b</c>: control characters, which can move the cursor and hide text, and
    /// marks of direction, which can reorder it.
    /// </summary>
    public static string Escape(string text)
    {
        if (!NeedsEscape(text))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsUnsafe(character))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                escaped.Append(character);
        }

        return escaped.ToString();
    }

    // U+061C to U+2069 are the marks, embeddings, overrides and isolates of the Unicode bidirectional algorithm (UAX #9).
    private static bool IsUnsafe(char character) => char.IsControl(character)
        || character is '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
