using Xunit;

namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>Lines of code are short enough to be read next to each other.</summary>
public sealed class LineLengthTests
{
    private const int MaxLength = 150;

    [Theory, InlineData("Inference"), InlineData("Training"), InlineData("Tests")]
    public void Lines_OfCode_HaveAtMost150Characters(string folder)
    {
        var separator = Path.DirectorySeparatorChar;
        var files = Directory.EnumerateFiles(Repository.Place(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{separator}obj{separator}", StringComparison.Ordinal) && !file.Contains($"{separator}bin{separator}", StringComparison.Ordinal));
        var tooLong = files.SelectMany(file => File.ReadLines(file).Index()
            .Where(line => line.Item.Length > MaxLength)
            .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}({line.Index + 1}): {line.Item.Length} characters"));

        Assert.Empty(tooLong);
    }
}
