using System.Globalization;
using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>Every block of C# on the pages for users compiles, and runs in a folder that holds the exported files.</summary>
public sealed class ReadmeTests
{
    public static TheoryData<string, int, string> Blocks
    {
        get
        {
            var data = new TheoryData<string, int, string>();
            foreach (var page in ReadmeBlock.Pages)
            {
                foreach (var (index, block) in ReadmeBlock.All("csharp", page).Index())
                    data.Add(page, index, block.Heading);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Blocks))]
    public async Task Block_InCSharp_CompilesRunsAndPrints(string page, int index, string heading)
    {
        var block = ReadmeBlock.All("csharp", page)[index];
        Assert.Equal(heading, block.Heading);

        var run = await RunAsync(block);

        Assert.NotEqual("", run.Output);
    }

    [Fact]
    public async Task Lines_ForAnyHost_PrintWhatOnnxRuntimeGives()
    {
        var run = await RunAsync(Assert.Single(ReadmeBlock.All("csharp"), block => block.Heading == "Load it in any host"));

        float[] window = [.. Enumerable.Range(0, SineRows.Window).Select(index => MathF.Sin(index * 0.1f))];
        var expected = Hosts.PlainOnnxRuntime(Repository.Place("Exported", "sine-lstm.onnx"), [new SineRow { Window = window }])[0];
        Assert.Equal(expected, float.Parse(run.Output, CultureInfo.InvariantCulture), 1e-6f);
    }

    [Fact]
    public void Read_HeadingsBlocksAndOtherText_GivesTheBlocksWithALanguage()
    {
        var blocks = ReadmeBlock.Read("# One\r\ntext\r\n```csharp\r\na;\r\n\r\nb;\r\n```\r\n```\r\n# no heading\r\n```\r\n## Two\r\n```js\r\n```\r\n");

        Assert.Equal([new ReadmeBlock("One", "csharp", "a;\n\nb;\n"), new ReadmeBlock("Two", "js", "")], blocks);
    }

    private static async Task<ProcessRun> RunAsync(ReadmeBlock block)
    {
        using var folder = new ScratchFolder();
        var exported = Directory.CreateDirectory(folder.File("Exported")).FullName;
        foreach (var file in Directory.GetFiles(Repository.Place("Exported")))
            File.Copy(file, Path.Combine(exported, Path.GetFileName(file)));
        using var program = ReadmeProgram.Compile(block);
        var run = await program.RunAsync(folder.Path, TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, $"The lines under '{block.Heading}' ended with {run.ExitCode}: {run.Errors}");
        return run;
    }
}
