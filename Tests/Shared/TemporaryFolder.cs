namespace MlNetRecurrent.Tests;

/// <summary>A folder for the files of one test, deleted when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>The path of the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("mlnet-recurrent-").FullName;

    /// <summary>The path of an entry of this name in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The names of all entries in it, hidden ones too, at any depth.</summary>
    public IEnumerable<string> Entries => Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
        .Select(entry => System.IO.Path.GetRelativePath(Path, entry))
        .Order(StringComparer.Ordinal);

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(byte[] bytes, string name = "model.onnx")
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <summary>Writes a text file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string text, string name)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
