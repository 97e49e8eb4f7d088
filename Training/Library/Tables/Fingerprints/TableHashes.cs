using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>
/// Hashes of a whole table and of its split, by which the table of a training is recognized. Identical in every process (SHA-256, cut to 64 bits).
/// </summary>
internal static class TableHashes
{
    private const int MaxChunk = 1 << 16;

    /// <summary>
    /// Computes the hash of all that a table holds for a model: names, times and lengths of the series or sequences, features, covariates, targets
    /// and classes.
    /// </summary>
    public static string HashValues(RowFrame frame)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int[] sizes = [frame.RowCount, frame.Features, .. frame.Segments.Select(segment => segment.Count)];
        Append<int>(hash, sizes);
        Append<double>(hash, frame.Times);
        foreach (var values in new[] { frame.Values, frame.SequenceTargets, frame.FutureCovariates })
            Append<float>(hash, values);
        // In order of first occurrence, because the order of the classes in a frame differs before and after training.
        var codes = new Dictionary<int, int>();
        var labels = Array.ConvertAll(frame.RowLabels, label => codes.TryGetValue(label, out var code) ? code : codes[label] = codes.Count);
        Append<int>(hash, labels);
        foreach (var name in frame.Segments.Select(segment => segment.Name).Concat(codes.Keys.Select(label => frame.Labels[label])))
        {
            hash.AppendData([name is null ? (byte)0 : (byte)1]);
            hash.AppendData(Encoding.UTF8.GetBytes(name ?? ""));
        }

        return Text(hash);
    }

    /// <summary>Whether a hash is that of a table. Earlier versions read dates that are written as numbers as numbers.</summary>
    public static bool IsHashOf(string hash, RowFrame frame) => HashValues(frame) == hash
        || (frame.TimeNotation is not (TimeNotation.Date or TimeNotation.Number)
            && HashValues(frame with { Times = [.. frame.Times!.Select(time => frame.TimeNotation.ToNumber(time))] }) == hash);

    /// <summary>Computes the hash of the positions of the test rows.</summary>
    public static string HashTestRows(RowFrame frame)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parts in frame.Parts.Chunk(MaxChunk))
            hash.AppendData(Array.ConvertAll(parts, part => part == DataPart.Test ? (byte)1 : (byte)0));
        return Text(hash);
    }

    // In pieces: the bytes of a large table are more than a span can hold.
    private static void Append<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : struct
    {
        for (; values.Length > MaxChunk; values = values[MaxChunk..])
            hash.AppendData(MemoryMarshal.AsBytes(values[..MaxChunk]));
        hash.AppendData(MemoryMarshal.AsBytes(values));
    }

    private static string Text(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
}
