using Xunit;

namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>Lines of code have at most 150 characters, so that two files can be read side by side.</summary>
public sealed class LineLengthTests
{
    private const int MaxLength = 150;

    [Theory, InlineData("Inference"), InlineData("Training"), InlineData("Tests"), InlineData(".docs")]
    public void Lines_OfCode_HaveAtMost150Characters(string folder)
    {
        var files = Directory.EnumerateFiles(Repository.GetPath(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsIn("obj", file) && !IsIn("bin", file));
        var tooLong = files.SelectMany(file => File.ReadLines(file).Index()
            .Where(line => line.Item.Length > MaxLength)
            .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}({line.Index + 1}): {line.Item.Length} characters"));

        Assert.Empty(tooLong);

        static bool IsIn(string folder, string file) =>
            file.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
    }
}
