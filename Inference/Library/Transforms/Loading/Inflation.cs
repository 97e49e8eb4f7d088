using System.IO.Compression;

namespace MlNetRecurrent;

/// <summary>Decompresses DEFLATE data (RFC 1951) of bounded size.</summary>
internal static class Inflation
{
    // DEFLATE copies at most 258 bytes with at least two bits.
    private const long MaxRatio = 1_032;

    /// <summary>Returns the maximum number of bytes that compressed data can contain.</summary>
    public static long GetMaxSize(long compressedSize) =>
        compressedSize is >= 0 and < long.MaxValue / (2 * MaxRatio)
            ? (compressedSize * MaxRatio) + MaxRatio
            : throw new InvalidDataException($"compressed data cannot have {compressedSize:N0} bytes.");

    /// <summary>Decompresses data.</summary>
    /// <param name="compressed">The compressed data.</param>
    /// <param name="budget">Bounds the size of the decompressed data.</param>
    /// <exception cref="InvalidDataException">The data is damaged, or the budget is exceeded.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> compressed, ContentBudget budget)
    {
        using var source = new MemoryStream(compressed.ToArray());
        using var inflater = new DeflateStream(source, CompressionMode.Decompress);
        using var contents = new MemoryStream();
        var buffer = new byte[1 << 14];
        for (int count; (count = inflater.Read(buffer)) > 0;)
        {
            budget.Take(count);
            contents.Write(buffer, 0, count);
        }

        return contents.ToArray();
    }
}
