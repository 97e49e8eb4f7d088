using MlNetRecurrent.EndToEnd;

namespace MlNetRecurrent.Hosts;

/// <summary>The folders of exported files and their goldens.</summary>
/// <param name="Exported">The folder of the exported files.</param>
/// <param name="Goldens">The folder of their goldens.</param>
internal sealed record GoldenFolders(string Exported, string Goldens)
{
    /// <summary>The folders in this repository.</summary>
    public static GoldenFolders InRepository { get; } = new(Repository.GetPath("Exported"), Repository.GetPath("Tests", "Hosts", "golden"));

    /// <summary>The names of all exported files, without <c>.onnx</c>.</summary>
    public IEnumerable<string> Models => Names(Exported, "*.onnx");

    /// <summary>The names of all goldens, without <c>.json</c>.</summary>
    public IEnumerable<string> GoldenNames => Names(Goldens, "*.json");

    /// <summary>Returns the path of an exported file.</summary>
    public string GetModelPath(string model) => Path.Combine(Exported, $"{model}.onnx");

    /// <summary>Returns the path of the golden of an exported file.</summary>
    public string GetGoldenPath(string model) => Path.Combine(Goldens, $"{model}.json");

    private static IEnumerable<string> Names(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);
}
