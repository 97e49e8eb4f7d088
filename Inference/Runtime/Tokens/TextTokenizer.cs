using System.Globalization;
using System.Text;

namespace MlNetRecurrent;

/// <summary>Splits texts into tokens and joins tokens to texts.</summary>
internal static class TextTokenizer
{
    /// <summary>The token that represents a blank line.</summary>
    public const string Paragraph = "\n\n";

    private const int CommonCharacters = 128;
    private static readonly string[] Common = [.. Enumerable.Range(0, CommonCharacters).Select(code => ((char)code).ToString())];

    /// <summary>The tokens of a text, in order.</summary>
    public static IEnumerable<TextToken> Split(TokenUnit unit, string text) => unit == TokenUnit.Characters ? Characters(text) : Words(text);

    /// <summary>The text of a token that follows other tokens.</summary>
    /// <param name="token">The token.</param>
    /// <param name="atStart">Whether the token starts a text or a paragraph, where the leading space of a word is omitted.</param>
    public static string Write(string token, bool atStart) => atStart && token.Length > 1 && token[0] == ' ' ? token[1..] : token;

    /// <summary>Whether a new paragraph starts after a token.</summary>
    public static bool IsStart(string token) => token == Paragraph;

    /// <summary>Whether a character can be part of a word.</summary>
    public static bool IsWordCharacter(Rune character) =>
        Rune.IsLetterOrDigit(character)
        || character.Value is '\'' or '\u2019'
        || Rune.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static IEnumerable<TextToken> Characters(string text)
    {
        for (var index = 0; index < text.Length;)
        {
            // A lone surrogate, which UTF-8 cannot encode, becomes U+FFFD.
            Rune.DecodeFromUtf16(text.AsSpan(index), out var character, out var length);
            yield return new TextToken(character.Value < CommonCharacters ? Common[character.Value] : character.ToString(), index);
            index += length;
        }
    }

    private static IEnumerable<TextToken> Words(string text)
    {
        // The start of a text counts as white space, so that a word is the same token there as elsewhere.
        var (index, spaced) = (0, true);
        while (index < text.Length)
        {
            var start = index;
            var lines = 0;
            while (index < text.Length && char.IsWhiteSpace(text[index]))
                lines += text[index++] == '\n' ? 1 : 0;
            spaced |= index > start;
            if (lines > 1 && start > 0 && index < text.Length)
            {
                yield return new TextToken(Paragraph, start);
                start = index;
            }

            if (index == text.Length)
                yield break;
            var end = EndOfToken(text, index);
            yield return new TextToken(spaced ? $" {text.AsSpan(index, end - index)}" : text[index..end], start);
            (index, spaced) = (end, false);
        }
    }

    private static int EndOfToken(string text, int start)
    {
        var end = start;
        while (end < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(end), out var character, out var length);
            if (!IsWordCharacter(character))
                return end == start ? start + length : end;
            end += length;
        }

        return end;
    }
}
