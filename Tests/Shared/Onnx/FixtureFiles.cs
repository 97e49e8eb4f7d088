using Xunit;

namespace MlNetRecurrent.Tests;

/// <summary>Files that PyTorch exported; the script in their folder creates them.</summary>
public static class FixtureFiles
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static TheoryData<string> All =>
        [.. Directory.GetFiles(Folder, "torch_*.onnx").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, $"{name}.onnx"));
}
