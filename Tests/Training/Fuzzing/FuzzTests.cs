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
        // Files that all fail at the door would test nothing behind it; those that are not refused at all are no test either.
        Assert.InRange(run.Taken, Files, 2 * Files);
    }

    [Fact]
    public void LoadScoreImportDescribe_UnchangedFiles_AreTaken()
    {
        foreach (var (name, file) in FuzzCorpus.Files)
            Assert.True(FuzzTarget.Run(file) >= (name.StartsWith("torch", StringComparison.Ordinal) ? 2 : name.EndsWith("int8", StringComparison.Ordinal) || name.EndsWith("float16", StringComparison.Ordinal) ? 2 : 3), name);
    }
}
