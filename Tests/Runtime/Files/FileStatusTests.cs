using System.Diagnostics;
using MlNetRecurrent.Files;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests.Files;

/// <summary>Tests the kinds of file-system entries and the refusal of inputs that can block or never end.</summary>
public sealed class FileStatusTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nothing_at_a_path_has_no_status() => Assert.Null(FileStatus.Find(Path.Combine(_folder, "missing")));

    [Fact]
    public void Links_are_followed_unless_told_otherwise()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "x");
        var link = File.CreateSymbolicLink(Path.Combine(_folder, "link"), file).FullName;

        Assert.Equal(FileKind.Link, FileStatus.Find(link, followLinks: false)!.Kind);
        Assert.Equal(FileStatus.Find(file), FileStatus.Find(link));
        Assert.Equal(FileKind.Folder, FileStatus.Find(_folder)!.Kind);
    }

    [Fact]
    public void Length_and_times_are_those_of_the_contents()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "four");
        var written = DateTime.UnixEpoch.AddSeconds(1_234_567_890);
        File.SetLastWriteTimeUtc(file, written);
        var before = FileStatus.Find(file)!;
        Assert.Equal(4, before.Length);
        Assert.Equal(before, FileStatus.Find(file));

        File.WriteAllText(file, "4our");
        Assert.NotEqual(before.Modified, FileStatus.Find(file)!.Modified);
        File.SetLastWriteTimeUtc(file, written);
        Assert.Equal(before.Modified, FileStatus.Find(file)!.Modified);
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(1_234_567_890_000_000_000, before.Modified);
            Assert.NotEqual(before.Changed, FileStatus.Find(file)!.Changed);
            Assert.Equal(before.Created, FileStatus.Find(file)!.Created);
        }
    }

    [Theory]
    [InlineData("/dev/null", "a device")]
    [InlineData("/dev/zero", "a device")]
    [InlineData("/tmp", "a folder")]
    public void Devices_and_folders_are_refused_as_models(string path, string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kinds are read on Linux.");
        var exception = Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(path));
        Assert.Equal($"Model file '{path}' cannot be read: it is {kind}, expected a regular file.", exception.Message);
    }

    // Opening a pipe waits until somebody opens it for writing.
    [Fact(Timeout = 20_000)]
    public async Task A_pipe_without_a_writer_is_refused_as_a_model_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kinds are read on Linux.");
        var pipe = Path.Combine(_folder, "pipe");
        using (var process = Process.Start("mkfifo", pipe))
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<RecurrentModelException>(() => Task.Run(() => RecurrentModel.Load(pipe)));
        Assert.Contains("it is a pipe, expected a regular file", exception.Message, StringComparison.Ordinal);
    }
}
