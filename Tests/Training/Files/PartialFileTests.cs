using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class PartialFileTests : IDisposable
{
    private const string Unique = "0123456789abcdef0123456789abcdef";

    private readonly TemporaryFolder _folder = new();

    public PartialFileTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no locks that outlive a renaming.");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sweep_FileOfADeadWriter_IsDeletedByTheNextWrite()
    {
        Leave();

        AtomicFile.Write(_folder["f"], [1]);

        Assert.Equal(["f"], _folder.Entries);
    }

    [Fact]
    public void Sweep_FileOfALivingWriter_IsKept()
    {
        using var partial = PartialFile.Create(_folder.Path);
        File.SetLastWriteTimeUtc(partial.Path, DateTime.UtcNow.AddDays(-9));

        AtomicFile.Write(_folder["f"], [1]);
        Assert.True(File.Exists(partial.Path));
        partial.Write([2]);
        partial.MoveTo(_folder["g"]);
        partial.Dispose();

        Assert.Equal(["f", "g"], _folder.Entries);
    }

    // The process number of a file's writer says nothing: another container may use it.
    [Fact]
    public async Task Sweep_FileOfALivingWriterInAnotherProcess_IsKeptUntilItDies()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/flock"), "Needs flock.");
        var path = Leave();
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-9));
        using var holder = Process.Start(new ProcessStartInfo("/usr/bin/flock", ["--no-fork", path, "sh", "-c", "echo locked; exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        PartialFile.Sweep(_folder.Path);
        Assert.True(File.Exists(path));
        holder.Kill();
        await holder.WaitForExitAsync(TestContext.Current.CancellationToken);
        PartialFile.Sweep(_folder.Path);

        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData($".{Unique}.partial", 23, true)]
    [InlineData($".{Unique}.partial", 25, false)]
    [InlineData($".{Unique}.0123456789abcdef.partial", 23, true)]
    [InlineData($".{Unique}.0123456789abcdef.partial", 25, false)]
    [InlineData($"{Unique}.partial", 1000, true)]
    [InlineData(".notes.partial", 1000, true)]
    [InlineData($".{Unique}.partial.txt", 1000, true)]
    [InlineData($".{Unique}0.partial", 1000, true)]
    [InlineData($".{Unique}.0123.partial", 1000, true)]
    [InlineData(".0123456789ABCDEF0123456789ABCDEF.partial", 1000, true)]
    public void Sweep_FileOfAnotherMachineOrVersion_IsDeletedAfterADay(string name, int hours, bool isKept)
    {
        File.WriteAllBytes(_folder[name], [1]);
        File.SetLastWriteTimeUtc(_folder[name], DateTime.UtcNow.AddHours(-hours));

        PartialFile.Sweep(_folder.Path);

        Assert.Equal(isKept, File.Exists(_folder[name]));
    }

    [Fact]
    public void Sweep_EntriesThatAreNotFiles_AreKept()
    {
        File.WriteAllBytes(_folder["mine"], [1]);
        File.SetLastWriteTimeUtc(_folder["mine"], DateTime.UtcNow.AddDays(-9));
        File.CreateSymbolicLink(_folder[$".{Unique}.partial"], "mine");
        Directory.CreateDirectory(_folder[$".{Unique[1..]}0.partial"]);

        PartialFile.Sweep(_folder.Path);
        PartialFile.Sweep(_folder["missing"]);

        Assert.Equal(3, _folder.Entries.Count());
        Assert.Equal([1], File.ReadAllBytes(_folder["mine"]));
    }

    [Fact]
    public void Create_ManyWritersAndSweepersAtOnce_LosesNothing()
    {
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, index =>
        {
            var name = (index % 5).ToString(CultureInfo.InvariantCulture);
            AtomicFile.Write(_folder[name], [(byte)(index % 5)]);
        });

        Assert.Equal(["0", "1", "2", "3", "4"], _folder.Entries);
        Assert.All(_folder.Entries, name => Assert.Equal([byte.Parse(name, CultureInfo.InvariantCulture)], File.ReadAllBytes(_folder[name])));
    }

    // What a writer leaves that was killed: a copy has its name, but nobody holds a lock on it.
    private string Leave()
    {
        string path;
        using (var partial = PartialFile.Create(_folder.Path))
            path = partial.Path;
        File.WriteAllBytes(path, [1]);
        return path;
    }
}
