using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>Measures how much bytes look like words in an encoding.</summary>
internal static class EncodingScore
{
    private const int MaxCharacters = 20_000;
    private const string WesternLetters = "äöüßÄÖÜéèêëàâçñáíóúåøæœîïôûãõìòùÉÀÇÑ";
    private const string CentralLetters = "ąęłśżźćńščřžýěůőűđŁŚŻŠČŘŽ";
    private const string CyrillicLetters = "оеаинтсрвлкмдпу";
    private const string GreekLetters = "αοιετσνηυρπκμλάέίό";
    private const string JoiningMarks = "'’‘´·-";

    /// <summary>Returns a score for each character that is not ASCII, added up; more is better.</summary>
    public static double Compute(ReadOnlySpan<byte> sample, Encoding encoding)
    {
        var text = encoding.GetString(sample);
        var score = 0.0;
        for (var index = 0; index < text.Length && index < MaxCharacters; index++)
        {
            if (text[index] >= 0x80)
                score += Compute(text[index], index > 0 ? text[index - 1] : ' ', index + 1 < text.Length ? text[index + 1] : ' ', encoding);
        }

        return score;
    }

    private static double Compute(char character, char previous, char next, Encoding encoding)
    {
        if (character is '\uFFFD' or (>= '\u0080' and <= '\u009F') or (>= '\uE000' and < '\uF900'))
            return -20;
        var script = GetScript(character);
        if (script >= WritingScript.Kana)
            return ComputeAsian(character, script, encoding);
        if (script == WritingScript.None)
            return (char.IsLetter(previous) && char.IsLetter(next) && !JoiningMarks.Contains(character) ? -3 : 0) - (character == '¤' ? 1 : 0);
        var common = script switch
        {
            WritingScript.Latin => WesternLetters.Contains(character) || CentralLetters.Contains(character),
            WritingScript.Cyrillic => CyrillicLetters.Contains(char.ToLowerInvariant(character)),
            _ => GreekLetters.Contains(character),
        };
        return (common ? 2 : -1) + ComputeNeighbor(script, previous) + ComputeNeighbor(script, next)
            - (char.IsUpper(character) && char.IsLower(previous) ? 3 : 0)
            - (char.IsLower(character) && char.IsUpper(previous) && char.IsUpper(next) ? 1 : 0);
    }

    // Words of Latin letters are mostly ASCII; those of other scripts are not at all.
    private static double ComputeNeighbor(WritingScript script, char neighbor)
    {
        if (!char.IsLetter(neighbor))
            return 0;
        var other = GetScript(neighbor);
        return other != script ? -4 : script == WritingScript.Latin && neighbor >= 0x80 ? -1 : 2;
    }

    // The frequent characters of two bytes have low first bytes; half-width katakana are rare.
    private static double ComputeAsian(char character, WritingScript script, Encoding encoding)
    {
        if (script == WritingScript.Kana)
            return character >= '\uFF61' ? -4 : 8;
        if (script == WritingScript.Hangul)
            return 8;
        Span<byte> bytes = stackalloc byte[8];
        var count = encoding.GetBytes([character], bytes);
        if (count != 2)
            return -4;
        return encoding.CodePage switch
        {
            54936 => bytes[0] is >= 0xB0 and <= 0xD7 && bytes[1] >= 0xA1,
            950 => bytes[0] is >= 0xA4 and <= 0xC6,
            51932 => bytes[0] is >= 0xB0 and <= 0xCF,
            932 => bytes[0] is >= 0x88 and <= 0x97,
            _ => false,
        } ? 6 : -2;
    }

    private static WritingScript GetScript(char character) => !char.IsLetter(character) ? WritingScript.None : character switch
    {
        < '\u0250' => WritingScript.Latin,
        >= '\u0370' and < '\u0400' => WritingScript.Greek,
        >= '\u0400' and < '\u0530' => WritingScript.Cyrillic,
        (>= '\u3040' and < '\u3100') or (>= '\uFF61' and < '\uFFA0') => WritingScript.Kana,
        >= '\uAC00' and < '\uD7B0' => WritingScript.Hangul,
        >= '\u3400' => WritingScript.Han,
        _ => WritingScript.None,
    };
}
