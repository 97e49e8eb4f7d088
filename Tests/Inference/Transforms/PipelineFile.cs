using System.IO.Compression;
using Microsoft.ML;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The entries of a saved pipeline, which tests change.</summary>
internal sealed class PipelineFile
{
    private readonly List<(string Name, byte[] Contents)> _entries = [];

    /// <summary>Saves a pipeline and reads the entries of the file.</summary>
    public static PipelineFile Save(MLContext context, ITransformer pipeline, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        context.Model.Save(pipeline, schema, stream);
        return Read(stream.ToArray());
    }

    /// <summary>Reads the entries of a file.</summary>
    public static PipelineFile Read(byte[] bytes)
    {
        var file = new PipelineFile();
        using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        foreach (var entry in archive.Entries)
        {
            using var contents = new MemoryStream();
            using (var stream = entry.Open())
                stream.CopyTo(contents);
            file._entries.Add((entry.FullName, contents.ToArray()));
        }

        return file;
    }

    /// <summary>The entries.</summary>
    public IReadOnlyList<(string Name, byte[] Contents)> Entries => _entries;

    /// <summary>The contents of an entry.</summary>
    public byte[] this[string name] => _entries.Single(entry => entry.Name == name).Contents;

    /// <summary>Returns the file with other contents of one entry.</summary>
    public PipelineFile With(string name, byte[] contents)
    {
        var file = new PipelineFile();
        file._entries.AddRange(_entries.Select(entry => entry.Name == name ? (name, contents) : entry));
        return file;
    }

    /// <summary>Returns the file with one more entry.</summary>
    public PipelineFile Add(string name, byte[] contents)
    {
        var file = new PipelineFile();
        file._entries.AddRange([.. _entries, (name, contents)]);
        return file;
    }

    /// <summary>Returns the file without an entry.</summary>
    public PipelineFile Without(string name)
    {
        var file = new PipelineFile();
        file._entries.AddRange(_entries.Where(entry => entry.Name != name));
        return file;
    }

    /// <summary>Returns the file with other names of entries.</summary>
    public PipelineFile Rename(Func<string, string> rename)
    {
        var file = new PipelineFile();
        file._entries.AddRange(_entries.Select(entry => (rename(entry.Name), entry.Contents)));
        return file;
    }

    /// <summary>Writes the zip file.</summary>
    public byte[] ToArray(CompressionLevel level = CompressionLevel.Fastest)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, contents) in _entries)
            {
                using var entry = archive.CreateEntry(name, level).Open();
                entry.Write(contents);
            }
        }

        return stream.ToArray();
    }
}
