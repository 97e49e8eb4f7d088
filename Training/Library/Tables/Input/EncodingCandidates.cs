using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>The encodings that bytes other than UTF-8 are compared with. The first of equally good ones is named.</summary>
internal static class EncodingCandidates
{
    /// <summary>All candidates.</summary>
    public static IReadOnlyList<EncodingGuess> All { get; } =
    [
        Create("Windows-1252 (ISO-8859-1, Latin-1)", "WINDOWS-1252", 1252),
        Create("ISO-8859-15 (Latin-9)", "ISO-8859-15", 28605),
        Create("Windows-1250 (Central European)", "WINDOWS-1250", 1250),
        Create("Windows-1251 (Cyrillic)", "WINDOWS-1251", 1251),
        Create("KOI8-R (Cyrillic)", "KOI8-R", 20866),
        Create("Windows-1253 (Greek)", "WINDOWS-1253", 1253),
        Create("CP850 (DOS)", "CP850", 850),
        Create("Mac Roman", "MACINTOSH", 10000),
        Create("GB18030 (Chinese)", "GB18030", 54936),
        Create("Big5 (Chinese)", "BIG5", 950),
        Create("Shift-JIS (Japanese)", "CP932", 932),
        Create("EUC-JP (Japanese)", "EUC-JP", 51932),
        Create("EUC-KR (Korean)", "CP949", 949),
    ];

    private static EncodingGuess Create(string name, string commandName, int codePage) => new(
        name,
        commandName,
        CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!);
}
