namespace MlNetRecurrent.Tests;

/// <summary>A temporary folder for the files of one test, deleted on disposal.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>The path of the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("mlnet-recurrent-").FullName;

    /// <summary>The path of an entry with the given name.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The relative paths of all entries at any depth, including hidden ones.</summary>
    public IEnumerable<string> Entries => Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
        .Select(entry => System.IO.Path.GetRelativePath(Path, entry))
        .Order(StringComparer.Ordinal);

    /// <summary>Writes a file.</summary>
    /// <returns>The path of the file.</returns>
    public string Write(byte[] bytes, string name = "model.onnx")
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <summary>Writes a text file.</summary>
    /// <returns>The path of the file.</returns>
    public string Write(string text, string name)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
