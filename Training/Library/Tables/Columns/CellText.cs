using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The text of a cell in a message.</summary>
internal static class CellText
{
    // A message is one line that people read, and a cell may have millions of characters.
    private const int MaxLength = 100;

    /// <summary>Returns a text in quotation marks; the beginning of a long one.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        if (text.Length <= MaxLength)
            return $"'{text}'";
        var length = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return string.Create(CultureInfo.InvariantCulture, $"'{text[..length]}...' ({text.Length:N0} characters)");
    }
}
