using System.Text;
using System.Text.Unicode;

namespace MlNetRecurrent.Training;

/// <summary>A guess of the encoding of bytes that are not UTF-8.</summary>
/// <param name="Name">The name of the encoding for people.</param>
/// <param name="CommandName">The name of the encoding for the command iconv.</param>
/// <param name="Encoding">The encoding.</param>
internal sealed record EncodingGuess(string Name, string CommandName, Encoding Encoding)
{
    // Alternate NUL bytes in the header are enough to recognize UTF-16 and UTF-32.
    private const double MinNulShare = 0.4;

    /// <summary>Decodes bytes; invalid ones become the replacement character.</summary>
    public string Decode(ReadOnlySpan<byte> bytes) => Encoding.GetString(bytes);

    /// <summary>Says how to convert a file.</summary>
    public string Advise(string file)
    {
        if (file == InputFile.StandardInputName)
            return $"Convert it before it is read: | iconv -f {CommandName} -t UTF-8 |";
        var target = Path.ChangeExtension(file, null) + "-utf8" + Path.GetExtension(file);
        return MessageText.Sanitize($"Convert it: iconv -f {CommandName} -t UTF-8 {ShellWord.Quote(file)} > {ShellWord.Quote(target)}");
    }

    /// <summary>Finds the encoding in which the bytes look most like words; null if none fits.</summary>
    public static EncodingGuess? Find(ReadOnlySpan<byte> sample)
    {
        EncodingGuess? best = null;
        var bestScore = double.NegativeInfinity;
        foreach (var candidate in EncodingCandidates.All)
        {
            var score = EncodingScore.Compute(sample, candidate.Encoding);
            if (score > bestScore)
                (best, bestScore) = (candidate, score);
        }

        return best;
    }

    /// <summary>
    /// Recognizes UTF-16 and UTF-32 without a byte order mark from the places of NUL bytes at the start of a file; null for neither.
    /// </summary>
    public static EncodingGuess? FindUnmarked(ReadOnlySpan<byte> head)
    {
        Span<double> nuls = stackalloc double[4];
        nuls.Clear();
        for (var index = 0; index < head.Length / 4 * 4; index++)
            nuls[index % 4] += head[index] == 0 ? 4.0 / head.Length : 0;
        var pattern = string.Concat(nuls.ToArray().Select(share => share > MinNulShare ? '0' : share == 0 ? 'x' : '?'));
        return pattern switch
        {
            "x000" or "x?00" => new("UTF-32 (little-endian)", "UTF-32LE", new UTF32Encoding(false, false)),
            "000x" or "00?x" => new("UTF-32 (big-endian)", "UTF-32BE", new UTF32Encoding(true, false)),
            "x0x0" or "x?x?" or "x0x?" or "x?x0" => new("UTF-16 (little-endian)", "UTF-16LE", Encoding.Unicode),
            "0x0x" or "?x?x" or "0x?x" or "?x0x" => new("UTF-16 (big-endian)", "UTF-16BE", Encoding.BigEndianUnicode),
            _ => null,
        };
    }

    /// <summary>Describes sequences that some programs write as UTF-8 and that are not; null for others.</summary>
    public static string? DescribeMalformed(ReadOnlySpan<byte> bad) => bad switch
    {
        [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..] =>
            "It starts half of a surrogate pair (CESU-8, or Modified UTF-8): export the data again, as standard UTF-8.",
        [0xC0 or 0xC1, >= 0x80 and <= 0xBF, ..] when !IsUtf8ExceptPairs(bad) => null,
        [0xC0 or 0xC1, >= 0x80 and <= 0xBF, ..] or [0xE0, >= 0x80 and <= 0x9F, >= 0x80 and <= 0xBF, ..]
            or [0xF0, >= 0x80 and <= 0x8F, >= 0x80 and <= 0xBF, >= 0x80 and <= 0xBF, ..] =>
            "It starts an overlong sequence, which UTF-8 forbids: export the data again, as standard UTF-8.",
        _ => null,
    };

    // Characters of Chinese, Japanese and Korean encodings start with these bytes too; text in them has others that are not UTF-8 either.
    private static bool IsUtf8ExceptPairs(ReadOnlySpan<byte> sample)
    {
        var rest = new List<byte>(sample.Length);
        for (var index = 0; index < sample.Length; index++)
        {
            if (sample[index] is 0xC0 or 0xC1)
                index++;
            else
                rest.Add(sample[index]);
        }

        // A sample may end within a character.
        var end = rest.LastIndexOf((byte)'\n');
        return Utf8.IsValid([.. end < 0 ? rest : rest[..end]]);
    }
}
