namespace MlNetRecurrent.Training;

/// <summary>Hashes of rows by their values, the same in every process and on every machine (FNV-1a, 64 bit, folded to 32).</summary>
internal static class RowHashes
{
    /// <summary>How many rows a hash is taken of: the row and those just before it. One value often occurs twice, four in a row seldom.</summary>
    public const int RunLength = 4;

    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The hash of each row of a series with those before it, from row <see cref="RunLength"/> - 1 of the series on.</summary>
    public static int[] HashRuns(RowFrame frame, RowSegment segment, int rows)
    {
        var hashes = new int[Math.Max(0, rows - RunLength + 1)];
        for (var index = 0; index < hashes.Length; index++)
            hashes[index] = Hash(frame, segment.Start + index, RunLength);
        return hashes;
    }

    /// <summary>The hash of a whole sequence.</summary>
    public static int HashSequence(RowFrame frame, RowSegment segment) => Hash(frame, segment.Start, segment.Count);

    private static int Hash(RowFrame frame, int start, int rows)
    {
        var hash = Basis;
        foreach (var value in frame.Values.AsSpan(start * frame.Features, rows * frame.Features))
        {
            // -0 and 0 are one number.
            var bits = BitConverter.SingleToUInt32Bits(value == 0 ? 0 : value);
            for (var shift = 0; shift < 32; shift += 8)
                hash = (hash ^ ((bits >> shift) & 0xFF)) * Prime;
        }

        return (int)(hash ^ (hash >> 32));
    }
}
