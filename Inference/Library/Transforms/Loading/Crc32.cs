namespace MlNetRecurrent;

/// <summary>The checksum of entries in zip files: CRC-32 with the polynomial 0xEDB88320 (ISO 3309).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = CreateTable();

    /// <summary>Returns the checksum of bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>Returns the checksum of bytes that follow others.</summary>
    /// <param name="before">The checksum of the bytes before; 0 for none.</param>
    /// <param name="bytes">The bytes.</param>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        var checksum = ~before;
        foreach (var value in bytes)
            checksum = Table[(byte)(checksum ^ value)] ^ (checksum >> 8);
        return ~checksum;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (var index = 0u; index < table.Length; index++)
        {
            var entry = index;
            for (var bit = 0; bit < 8; bit++)
                entry = (entry & 1) == 0 ? entry >> 1 : 0xEDB88320 ^ (entry >> 1);
            table[index] = entry;
        }

        return table;
    }
}
