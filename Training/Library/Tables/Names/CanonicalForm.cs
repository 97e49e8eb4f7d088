using System.Globalization;
using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>
/// The canonical decomposition of text (Unicode Standard Annex 15, form D), with which one letter with an accent is always the same text.
/// </summary>
/// <remarks>
/// <see cref="string.Normalize()"/> returns the text unchanged in applications that run in the invariant mode of globalization, as the console does.
/// </remarks>
internal static class CanonicalForm
{
    private const string Resource = "UnicodeForms.txt";
    private const int FirstHangul = 0xAC00;
    private const int LastHangul = 0xD7A3;

    private static readonly Lazy<(Dictionary<char, string> Decompositions, Dictionary<char, byte> Classes)> Tables = new(Load);

    /// <summary>Decomposes text, and sorts the marks of each letter.</summary>
    public static string Decompose(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var decomposed = new StringBuilder(text.Length);
        foreach (var character in text)
            Append(decomposed, character);
        Sort(decomposed);
        return decomposed.ToString();
    }

    private static void Append(StringBuilder text, char character)
    {
        if (character is >= (char)FirstHangul and <= (char)LastHangul)
        {
            // Leading consonant, vowel, and trailing consonant if there is one: 19 x 21 x 28 syllables.
            var syllable = character - FirstHangul;
            text.Append((char)(0x1100 + (syllable / 588))).Append((char)(0x1161 + (syllable % 588 / 28)));
            if (syllable % 28 > 0)
                text.Append((char)(0x11A7 + (syllable % 28)));
        }
        else if (Tables.Value.Decompositions.TryGetValue(character, out var parts))
        {
            foreach (var part in parts)
                Append(text, part);
        }
        else
            text.Append(character);
    }

    // Marks at different places of a letter are in order of their classes; class 0 starts a letter.
    private static void Sort(StringBuilder text)
    {
        for (var index = 1; index < text.Length; index++)
        {
            var (mark, rank) = (text[index], GetClass(text[index]));
            var place = index;
            for (; rank > 0 && place > 0 && GetClass(text[place - 1]) > rank; place--)
                text[place] = text[place - 1];
            text[place] = mark;
        }
    }

    private static byte GetClass(char character) => Tables.Value.Classes.GetValueOrDefault(character);

    private static (Dictionary<char, string> Decompositions, Dictionary<char, byte> Classes) Load()
    {
        var decompositions = new Dictionary<char, string>();
        var classes = new Dictionary<char, byte>();
        using var reader = new StreamReader(typeof(CanonicalForm).Assembly.GetManifestResourceStream(Resource)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            if (line[4] == '=')
            {
                decompositions[Parse(line[..4])] = string.Concat(line[5..].Split(' ').Select(Parse));
                continue;
            }

            for (var mark = Parse(line[..4]); mark <= Parse(line[5..9]); mark++)
                classes[mark] = byte.Parse(line[10..], CultureInfo.InvariantCulture);
        }

        return (decompositions, classes);
    }

    private static char Parse(string code) => (char)ushort.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
