namespace MlNetRecurrent.Inference.Tests;

/// <summary>A folder for the files of one test, deleted behind it.</summary>
public sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("recurrent-tests-");

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(byte[] bytes, string name = "model.onnx")
    {
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    public string Write(string text, string name)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
