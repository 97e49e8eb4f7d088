namespace MlNetRecurrent.Training.Tests;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("recurrent-").FullName;

    /// <summary>The path of an entry of this name in it.</summary>
    public string this[string name] => Path.Combine(_path, name);

    /// <summary>The names of all there is in it, hidden ones too, at any depth.</summary>
    public IEnumerable<string> Entries =>
        Directory.EnumerateFileSystemEntries(_path, "*", SearchOption.AllDirectories).Select(entry => Path.GetRelativePath(_path, entry)).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
