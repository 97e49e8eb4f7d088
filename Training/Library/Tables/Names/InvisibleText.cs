using System.Globalization;
using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>
/// Compares names as people see them: without regard to invisible characters and to the form of accents, which may be part of a letter or a character
/// of their own (Unicode normal forms).
/// </summary>
internal static class InvisibleText
{
    /// <summary>Compares names by how they look.</summary>
    public static IEqualityComparer<string> Comparer { get; } = EqualityComparer<string>.Create(
        (first, second) => first is null || second is null ? ReferenceEquals(first, second) : Key(first) == Key(second),
        name => Key(name).GetHashCode(StringComparison.Ordinal));

    /// <summary>Removes white space and invisible characters from both ends.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && IsTrimmed(text[0]))
            text = text[1..];
        while (text.Length > 0 && IsTrimmed(text[^1]))
            text = text[..^1];
        return text;
    }

    /// <summary>Returns a text that is equal for names that look the same.</summary>
    public static string Key(string name)
    {
        if (Ascii.IsValid(name) && name.Trim().Length == name.Length)
            return name;
        var visible = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (!IsInvisible(character))
                visible.Append(char.IsWhiteSpace(character) ? ' ' : character);
        }

        return CanonicalForm.Decompose(visible.ToString().Trim());
    }

    /// <summary>Shows a name with the characters that cannot be seen, or that are not ASCII, as numbers.</summary>
    public static string Reveal(string name)
    {
        var shown = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.Value is >= ' ' and < '\u007F')
                shown.Append(rune.ToString());
            else
                shown.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>");
        }

        return shown.ToString();
    }

    private static bool IsTrimmed(char character) => char.IsWhiteSpace(character) || IsInvisible(character);

    // Not the joiners U+200C and U+200D, which change how Persian and Indic words look.
    private static bool IsInvisible(char character) =>
        character is '\uFEFF' or '\u200B' or '\u200E' or '\u200F' or '\u2060' or '\u00AD' or '\u061C' or (>= '\u202A' and <= '\u202E')
            or (>= '\u2066' and <= '\u2069');
}
