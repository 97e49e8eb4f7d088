namespace MlNetRecurrent.Training;

/// <summary>Hashes of the values of rows, identical in every process and on every machine (64-bit FNV-1a, folded to 32 bits).</summary>
internal static class RowHashes
{
    /// <summary>The number of rows in each hash: the row and those just before it. Single values often repeat, four in a row rarely do.</summary>
    public const int RunLength = 4;

    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>Computes the hash of each row of a series with those before it, starting at row <see cref="RunLength"/> - 1 of the series.</summary>
    public static int[] HashRuns(RowFrame frame, RowSegment segment, int rows)
    {
        var hashes = new int[Math.Max(0, rows - RunLength + 1)];
        for (var index = 0; index < hashes.Length; index++)
            hashes[index] = Hash(frame, segment.Start + index, RunLength);
        return hashes;
    }

    /// <summary>Computes the hash of a whole sequence.</summary>
    public static int HashSequence(RowFrame frame, RowSegment segment) => Hash(frame, segment.Start, segment.Count);

    private static int Hash(RowFrame frame, int start, int rows)
    {
        var hash = Basis;
        foreach (var value in frame.Values.AsSpan(start * frame.Features, rows * frame.Features))
        {
            // -0 and 0 are the same value.
            var bits = BitConverter.SingleToUInt32Bits(value == 0 ? 0 : value);
            for (var shift = 0; shift < 32; shift += 8)
                hash = (hash ^ ((bits >> shift) & 0xFF)) * Prime;
        }

        return (int)(hash ^ (hash >> 32));
    }
}
