using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// Hostile files, through every way in. A longer run: <c>dotnet run -c Release --project Tests/Benchmarks -- fuzz --files 1000000 --seed 1</c>.
/// </summary>
/// <remarks>If the test process dies, <c>recurrent-fuzz-*.txt</c> in the folder for temporary files name the seeds that it was at.</remarks>
public sealed class FuzzTests
{
    private const int Files = 20_000;

    [Fact]
    public void LoadScoreImportDescribe_ChangedFiles_SucceedOrThrowOneKind()
    {
        using var run = new FuzzRun(first: 1, Files);

        Assert.Null(run.Run(patience: TimeSpan.FromMinutes(1)));

        Assert.Equal(Files, run.Done);
        // Files that all fail at the door would test nothing behind it, and files that all pass would be no test either.
        Assert.InRange(run.Taken.Scored, Files / 50, Files / 2);
        Assert.InRange(run.Taken.Imported, Files / 20, Files / 2);
        Assert.InRange(run.Taken.Described, Files / 4, Files - 1000);
    }

    [Fact]
    public void LoadScoreImportDescribe_UnchangedFiles_AreTaken()
    {
        foreach (var (name, file) in FuzzCorpus.Files)
        {
            var isOurs = !name.StartsWith("torch", StringComparison.Ordinal);
            // Int8 weights are scored, not retrained; tokens are loaded.
            var isImported = !name.EndsWith("int8", StringComparison.Ordinal);
            Assert.Equal((name, (isOurs, isImported, true)), (name, FuzzTarget.Run(file)));
        }
    }
}
