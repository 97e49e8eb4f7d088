using System.IO.Compression;
using System.Text;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Creates packed files for tests.</summary>
internal static class PackedFiles
{
    /// <summary>Packs a text as one member of a gzip file.</summary>
    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    /// <summary>Packs bytes as one member of a gzip file.</summary>
    public static byte[] Gzip(byte[] bytes, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Creates a zip archive of texts.</summary>
    public static byte[] Zip(params (string Name, string Text)[] files) => Zip(CompressionLevel.Optimal, files);

    /// <summary>Creates a zip archive of texts.</summary>
    public static byte[] Zip(CompressionLevel level, params (string Name, string Text)[] files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var stream = archive.CreateEntry(name, level).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return packed.ToArray();
    }
}
