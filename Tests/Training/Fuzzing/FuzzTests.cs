using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// Hostile files through all entry points. A longer run: <c>dotnet run -c Release --project Tests/Benchmarks -- fuzz --files 1000000 --seed 1</c>.
/// </summary>
/// <remarks>
/// If the test process dies, <c>recurrent-fuzz-*.txt</c> in the folder for temporary files contain the seeds that were being processed.
/// </remarks>
public sealed class FuzzTests
{
    private const int Files = 20_000;

    [Fact]
    public void LoadScoreImportDescribe_MutatedFiles_SucceedOrThrowRecurrentModelException()
    {
        using var run = new FuzzRun(first: 1, Files);

        Assert.Null(run.Run(patience: TimeSpan.FromMinutes(1)));

        Assert.Equal(Files, run.Done);
        // If all files were rejected early, or none were rejected, the run would test little.
        Assert.InRange(run.Taken.Scored, Files / 50, Files / 2);
        Assert.InRange(run.Taken.Imported, Files / 20, Files / 2);
        Assert.InRange(run.Taken.Described, Files / 4, Files - 1000);
    }

    [Fact]
    public void LoadScoreImportDescribe_UnchangedFiles_AreAccepted()
    {
        foreach (var (name, file) in FuzzCorpus.Files)
        {
            // Models with int8 weights and graphs that the reader does not understand are scored but cannot be imported; models with token IDs as
            // input are loaded. Of two outputs, neither is chosen.
            var isScored = name != "custom strided";
            var isImported = !name.EndsWith("int8", StringComparison.Ordinal) && !name.StartsWith(FuzzCorpus.ScoredOnly, StringComparison.Ordinal);
            Assert.Equal((name, (isScored, isImported, true)), (name, FuzzTarget.Run(file)));
        }
    }
}
