using System.Globalization;
using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>Every C# block in the README compiles, and runs in a folder with the exported files.</summary>
public sealed class ReadmeTests
{
    private const string Page = "README.md";

    public static TheoryData<int, string> Blocks => ReadmeCases.Of(Page);

    [Theory, MemberData(nameof(Blocks))]
    public Task Block_InCSharp_CompilesRunsAndPrints(int index, string heading) => ReadmeProgram.PrintsAsync(Page, index, heading);

    [Fact]
    public async Task Block_ForAnyHost_PrintsTheOutputOfOnnxRuntime()
    {
        var run = await ReadmeProgram.RunAsync(Assert.Single(ReadmeBlock.All("csharp"), block => block.Heading == "Load it in any host"));

        float[] window = [.. Enumerable.Range(0, SineRows.Window).Select(index => MathF.Sin(index * 0.1f))];
        var expected = Hosts.PlainOnnxRuntime(Repository.GetPath("Exported", "sine-lstm.onnx"), [new SineRow { Window = window }])[0];
        Assert.Equal(expected, float.Parse(run.Output, CultureInfo.InvariantCulture), 1e-6f);
    }

    [Fact]
    public void Read_HeadingsBlocksAndOtherText_ReturnsTheBlocksWithALanguage()
    {
        var blocks = ReadmeBlock.Read(
            "# One\r\ntext\r\n```csharp\r\na;\r\n\r\nb;\r\n```\r\n```\r\n# no heading\r\n```\r\n## Two\r\n```js\r\n```\r\n");

        Assert.Equal([("One", "csharp", "a;\n\nb;\n"), ("Two", "js", "")], blocks.Select(block => (block.Heading, block.Language, block.Code)));
    }

    [Fact]
    public void Read_PackagesOfThePageAndOfTheSection_AreThoseOfTheBlock()
    {
        var blocks = ReadmeBlock.Read(
            """
            # Page
            Each example uses the package `All`.

            ## One
            The package that comes before, in the packages `A.B`, `C`
            and `D`, is not `E`. It needs no packages.

                dotnet add package F
                dotnet add app package G.H

            ```csharp
            ```
            ## Two
            ```csharp
            ```
            The package `Later`.
            """);

        Assert.Equal(["All A.B C D F G.H", "All"], blocks.Select(block => string.Join(' ', block.Packages)));
    }
}
