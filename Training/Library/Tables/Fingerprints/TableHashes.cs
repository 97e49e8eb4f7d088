using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>
/// Hashes of a whole table and of its split, by which the table of a training is recognized. Identical in every process (SHA-256, cut to 64 bits).
/// </summary>
internal static class TableHashes
{
    /// <summary>
    /// Computes the hash of all that a table holds for a model: names, times and lengths of the series or sequences, features, covariates, targets
    /// and classes.
    /// </summary>
    public static string HashValues(RowFrame frame)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int[] sizes = [frame.RowCount, frame.Features, .. frame.Segments.Select(segment => segment.Count)];
        hash.AppendData(MemoryMarshal.AsBytes<int>(sizes));
        hash.AppendData(MemoryMarshal.AsBytes<double>(frame.Times));
        foreach (var values in new[] { frame.Values, frame.SequenceTargets, frame.FutureCovariates })
            hash.AppendData(MemoryMarshal.AsBytes<float>(values));
        // In order of first occurrence, because the order of the classes in a frame differs before and after training.
        var codes = new Dictionary<int, int>();
        int[] labels = [.. frame.RowLabels.Select(label => codes.TryGetValue(label, out var code) ? code : codes[label] = codes.Count)];
        hash.AppendData(MemoryMarshal.AsBytes<int>(labels));
        foreach (var name in frame.Segments.Select(segment => segment.Name).Concat(codes.Keys.Select(label => frame.Labels[label])))
        {
            hash.AppendData([name is null ? (byte)0 : (byte)1]);
            hash.AppendData(Encoding.UTF8.GetBytes(name ?? ""));
        }

        return Text(hash);
    }

    /// <summary>Computes the hash of the positions of the test rows.</summary>
    public static string HashTestRows(RowFrame frame)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] isTest = [.. frame.Parts.Select(part => part == DataPart.Test ? (byte)1 : (byte)0)];
        hash.AppendData(isTest);
        return Text(hash);
    }

    private static string Text(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
}
