using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>Recognizes common files that are not text by their first bytes.</summary>
internal static class FileSignature
{
    /// <summary>The number of bytes to look at.</summary>
    public const int Length = 64;

    private const string Export = "export its data as CSV, encoded as UTF-8";
    private const string Unpack = "unpack it first";
    private const string Query = "use TableSource.FromQuery (--query SQL --connection FILE)";
    private const int DuckDbOffset = 8;

    private static readonly byte[] Sqlite = Ascii("SQLite format 3\0");

    private static readonly (byte[] Start, string Kind)[] Kinds =
    [
        ([0x50, 0x4B, 0x03, 0x04], $"a zip archive or a spreadsheet (.xlsx, .ods): {Unpack}, or {Export}"),
        ([0x1F, 0x8B], $"compressed with gzip: {Unpack} (gunzip)"),
        ([0x42, 0x5A, 0x68], $"compressed with bzip2: {Unpack} (bunzip2)"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], $"compressed with xz: {Unpack} (unxz)"),
        ([0x28, 0xB5, 0x2F, 0xFD], $"compressed with zstd: {Unpack} (unzstd)"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], $"a 7-Zip archive: {Unpack}"),
        ([0xD0, 0xCF, 0x11, 0xE0], $"a file of an old Office program (.xls): {Export}"),
        (Ascii("PAR1"), $"a Parquet file: {Export}"),
        (Ascii("ORC"), $"an ORC file: {Export}"),
        (Ascii("ARROW1"), $"an Arrow file: {Export}"),
        (Sqlite, $"an SQLite database: {Query}"),
        ([0x89, 0x48, 0x44, 0x46], $"an HDF5 file: {Export}"),
        ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], $"a NumPy array: {Export}"),
        (Ascii("%PDF"), "a PDF document: expected text"),
        ([0x89, 0x50, 0x4E, 0x47], "a PNG image: expected text"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image: expected text"),
        (Ascii("RIFF"), "a sound or video file: expected text"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program: expected text"),
    ];

    /// <summary>Returns what a file is, and what to do with it; null if its start is unknown. Only for bytes that are not text.</summary>
    public static string? Find(ReadOnlySpan<byte> head)
    {
        foreach (var (start, kind) in Kinds)
        {
            if (head.StartsWith(start))
                return kind;
        }

        return FindDatabase(head) == DatabaseFile.DuckDb ? $"a DuckDB database: {Query}" : null;
    }

    /// <summary>Returns the kind of a database file; null if it is none.</summary>
    public static DatabaseFile? FindDatabase(ReadOnlySpan<byte> head) => head.StartsWith(Sqlite) ? DatabaseFile.Sqlite
        : head.Length > DuckDbOffset && head[DuckDbOffset..].StartsWith("DUCK"u8) ? DatabaseFile.DuckDb
        : null;

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
