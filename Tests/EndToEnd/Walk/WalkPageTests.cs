using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>The pages of the walk contain the whole program, and what it prints.</summary>
public sealed class WalkPageTests
{
    [Theory]
    [InlineData(WalkPage.English)]
    [InlineData(WalkPage.Indonesian)]
    public void Blocks_OfAPage_AreTheProgram(string page) =>
        Assert.Equal(File.ReadAllText(Repository.GetPath(WalkPage.Program)).ReplaceLineEndings("\n"), WalkPage.GetProgram(page));

    [Theory]
    [InlineData(WalkPage.English)]
    [InlineData(WalkPage.Indonesian)]
    public void Excerpt_OfAPage_IsInTheSource(string page)
    {
        const string source = "Inference/Runtime/Engine/Cells/LstmCell.cs";

        var excerpt = Assert.Single(ReadmeBlock.All("cs", page));

        Assert.Contains(excerpt.Code, File.ReadAllText(Repository.GetPath(source)).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"`{source}`", File.ReadAllText(Repository.GetPath(page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Output_OfBothPages_IsTheSame() => Assert.Equal(WalkPage.GetOutput(WalkPage.English), WalkPage.GetOutput(WalkPage.Indonesian));

    [Fact]
    public async Task Program_Run_PrintsTheOutputOfThePages()
    {
        // The compiler of these tests does not know the lines that `dotnet run` reads.
        var code = File.ReadAllText(Repository.GetPath(WalkPage.Program)).Replace("#:", "// ", StringComparison.Ordinal);
        var block = new ReadmeBlock("walk", "csharp", code, ["MlNetRecurrent.Training"]);
        using var folder = new TemporaryFolder();
        using var program = ReadmeProgram.Compile(block);

        var run = await program.RunAsync(folder.Path, TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal("", run.Errors);
        WalkOutput.AssertSame(WalkPage.GetOutput(WalkPage.English), run.Output);
        ReadmePackages.AssertNamed(block, program.Assemblies);
    }

    [Theory]
    [InlineData("LSTM  loss 2.6e-03  0.0043  -0.4180", "LSTM  loss 2.4e-03  0.0049  -0.4231")]
    [InlineData("RNN   -0.253162  1.7e-07", "RNN   -0.253163  2.1e-07")]
    [InlineData("GRU   8,001   0.2 s    7 MB  792,389 rows/s     1.3", "GRU   8,001   12.1 s  117 MB   92,001 rows/s     1.3")]
    [InlineData("RNN   0  1  1,380   0.9 s  0.6  0.5703", "RNN   0  1  1,380   2.9 s  100+  0.1953")]
    [InlineData("  1e-2 |    RRRG", "  1e-2 |    RRRRG")]
    public void AssertSame_MeasurementsAndRounding_Passes(string shown, string printed) => WalkOutput.AssertSame(shown, printed + "\n");

    [Theory]
    [InlineData("LSTM accuracy 1.0000", "LSTM accuracy 0.6000")]
    [InlineData("RNN   -0.253162  1.7e-07", "RNN   -0.253162  1.7e-03")]
    [InlineData("LSTM  10,651", "LSTM  10,652")]
    [InlineData("  RNN   output (5, 3, 20)", "  RNN   output (3, 5, 20)")]
    [InlineData("LSTM  100+", "LSTM  0.5")]
    [InlineData("  1e-2 |    RRRG", "  1e-2 |  LLLLRRRG")]
    [InlineData("one", "one\ntwo")]
    public void AssertSame_OtherText_Fails(string shown, string printed) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => WalkOutput.AssertSame(shown, printed));
}
