using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>Measures how much bytes look like words in an encoding.</summary>
internal static class EncodingScore
{
    private const double Impossible = -1e6;
    private const double Invalid = 20;
    private const int MaxCharacters = 20_000;
    private const string WesternLetters = "äöüßÄÖÜéèêëàâçñáíóúåøæœîïôûãõìòùÉÀÇÑ";
    private const string CentralLetters = "ąęłśżźćńščřžýěůőűđŁŚŻŠČŘŽ";

    // By frequency: each encoding reads the words of another as other Cyrillic letters.
    private const string CyrillicLetters = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё";
    private const string GreekLetters = "αοιετσνηυρπκμλάέίό";
    private const string OtherSigns = "–—…•€£§°²³µ½";

    /// <summary>Returns a score for each character that is not ASCII, added up; more is better.</summary>
    public static double Compute(ReadOnlySpan<byte> sample, Encoding encoding)
    {
        var text = encoding.GetString(sample);
        // A separator must not be read as the second byte of a character.
        var score = text.AsSpan().Count('\n') == sample.Count((byte)'\n') && text.AsSpan().Count(',') == sample.Count((byte)',') ? 0.0 : Impossible;
        // Some decoders read invalid bytes as question marks.
        score -= Invalid * (text.AsSpan().Count('?') - sample.Count((byte)'?'));
        // Rare today.
        var rarity = encoding.CodePage is 850 or 10000 ? 1 : 0;
        for (var index = 0; index < text.Length && index < MaxCharacters; index++)
        {
            var (previous, next) = (index > 0 ? text[index - 1] : ' ', index + 1 < text.Length ? text[index + 1] : ' ');
            if (text[index] >= 0x80)
                score += Compute(text[index], previous, next, encoding) - rarity;
        }

        return score;
    }

    private static double Compute(char character, char previous, char next, Encoding encoding)
    {
        if (character is '\uFFFD' or (>= '\u0080' and <= '\u009F') or (>= '\uE000' and < '\uF900'))
            return -Invalid;
        var (follows, precedes) = (char.IsLetter(previous), char.IsLetter(next));
        var script = GetScript(character);
        if (script >= WritingScript.Kana)
            return ComputeAsian(character, script, encoding) - (char.IsAsciiLetter(previous) || char.IsAsciiLetter(next) ? 6 : 0);
        if (script == WritingScript.None)
            return ComputeSign(character, follows, precedes);
        if (!follows && !precedes)
            return -0.5;
        return ComputeLetter(script, character, previous, precedes) + ComputeNeighbor(script, previous) + ComputeNeighbor(script, next)
            - (char.IsUpper(character) && char.IsLower(previous) ? 3 : 0)
            - (char.IsLower(character) && char.IsUpper(previous) && char.IsUpper(next) ? 1 : 0);
    }

    private static double ComputeLetter(WritingScript script, char letter, char previous, bool isFollowed)
    {
        if (script == WritingScript.Cyrillic)
        {
            // About the logarithm of the frequency in percent. Words in capitals are rare, but each of two encodings makes them of the other's.
            var rank = CyrillicLetters.IndexOf(char.ToLowerInvariant(letter), StringComparison.Ordinal);
            var frequency = rank < 0 ? -1 : 2.4 - (0.05 * rank) - (0.004 * rank * rank);
            return frequency - (char.IsUpper(letter) && char.IsUpper(previous) ? 0.8 : 0);
        }

        // The final sigma.
        if (letter == 'ς' && isFollowed)
            return -5;
        return (script == WritingScript.Latin ? WesternLetters + CentralLetters : GreekLetters).Contains(letter) ? 2 : -1;
    }

    private static double ComputeSign(char sign, bool follows, bool precedes) => sign switch
    {
        '’' => follows ? 5 : 0,
        '“' or '‘' or '„' or '«' => !follows ? 5 : -3,
        '”' or '»' => !precedes ? 5 : -3,
        '–' or '—' => 5,
        _ when OtherSigns.Contains(sign) => follows && precedes ? -3 : 1,
        _ => follows && precedes ? -3 : -0.5,
    };

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
        var frequent = (script == WritingScript.Hangul ? FrequentCharacters.Hangul : FrequentCharacters.Han).Contains(character) ? 4 : 0;
        // Chinese encodings contain kana, which Chinese texts do not.
        if (script == WritingScript.Kana)
            return character >= '\uFF61' ? -4 : encoding.CodePage is 932 or 51932 ? 8 : -2;
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
            949 or 51949 => script == WritingScript.Hangul && bytes[0] is >= 0xB0 and <= 0xC8 && bytes[1] >= 0xA1,
            _ => false,
        } ? 6 + frequent + (script == WritingScript.Hangul ? 0.5 : 0) : frequent - 2;
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
