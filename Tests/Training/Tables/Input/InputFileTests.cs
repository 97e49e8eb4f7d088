using System.Diagnostics;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class InputFileTests : IDisposable
{
    private static readonly PipeLimits Short = new(TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(0.3), 1000, 10);
    private static readonly PipeLimits Patient = Short with { OpenTimeout = TimeSpan.FromSeconds(60), IdleTimeout = TimeSpan.FromSeconds(60) };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_Pipe_ReadsItOnce()
    {
        var file = new InputFile(MakePipe(), Patient);
        var writing = WriteAsync("x\n1\n", times: 3);

        Assert.Equal(["x\n1\nx\n1\nx\n1\n", "x\n1\nx\n1\nx\n1\n"], [ReadToEnd(file), ReadToEnd(file)]);
        await writing;
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zip")]
    [InlineData("plain")]
    public async Task Open_PackedPipe_IsUnpackedEachTime(string format)
    {
        const string Text = "x\n1\n2\n3\n4\n5\n6\n7\n8\n";
        var file = new InputFile(MakePipe(), Patient with { MaxMemory = 1 << 20 });
        var writing = WriteAsync(
            format switch
            {
                "gzip" => PackedFiles.Gzip(Text),
                "zip" => PackedFiles.Zip(("a.csv", Text)),
                _ => System.Text.Encoding.UTF8.GetBytes(Text),
            },
            times: 1);

        Assert.Equal([Text, Text], [ReadToEnd(file), ReadToEnd(file)]);
        await writing;
    }

    [Fact]
    public void KeptBytes_MoreThanMemoryHolds_AreInAFileWithoutAName()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Lists the open files of the process.");
        var random = new Random(1);
        var expected = new byte[100_000];
        random.NextBytes(expected);
        var kept = new KeptBytes(maxMemory: 1000);
        for (var start = 0; start < expected.Length;)
        {
            var count = Math.Min(expected.Length - start, random.Next(1, 5000));
            kept.Add(expected.AsSpan(start, count));
            start += count;
        }

        using var first = kept.Open();
        using var second = kept.Open();
        first.Position = 50_000;
        var bytes = new byte[expected.Length];
        second.ReadExactly(bytes);

        Assert.Equal((100_000, expected[50_000]), (kept.Length, (byte)first.ReadByte()));
        Assert.Equal(expected, bytes);
        // Nothing is left behind, however the process ends.
        Assert.Contains(
            new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Select(file => file.LinkTarget),
            target => target?.StartsWith(Path.GetTempPath(), StringComparison.Ordinal) == true
                && target.EndsWith(" (deleted)", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_PipeWithoutWriter_EndsAfterTheTimeout() => Assert.Equal(
        "it is a pipe that no process has opened for writing within 0.3 seconds: start its writer, or use a file.",
        Assert.Throws<IOException>(() => new InputFile(MakePipe(), Short).Open()).Message);

    [Fact]
    public async Task Open_PipeWithSilentWriter_EndsAfterTheTimeout()
    {
        var pipe = MakePipe();
        using var done = new ManualResetEventSlim();
        var writing = Task.Run(
            () =>
            {
                using var stream = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                done.Wait();
            },
            TestContext.Current.CancellationToken);

        var exception = Assert.Throws<IOException>(() => new InputFile(pipe, Patient with { IdleTimeout = Short.IdleTimeout }).Open());

        Assert.Equal("it is a pipe, and its writer has sent nothing for 0.3 seconds: write the data to a file first.", exception.Message);
        done.Set();
        await writing;
    }

    [Fact]
    public async Task Open_EndlessPipe_EndsAtTheLimit()
    {
        var pipe = MakePipe();
        var writing = WriteAsync("endless\n", times: 100_000);

        Assert.Equal(
            "it is a pipe with more than 1,000 bytes, the maximum for a pipe: write the data to a file first.",
            Assert.Throws<IOException>(() => new InputFile(pipe, Patient).Open()).Message);
        await Assert.ThrowsAsync<IOException>(() => writing);
    }

    [Theory]
    [InlineData("/dev/zero", "it is a device, expected a regular file.")]
    [InlineData("/dev/urandom", "it is a device, expected a regular file.")]
    [InlineData("/", "it is a folder, expected a regular file.")]
    public void Open_NotAFile_NamesWhatItIs(string path, string message)
    {
        Assert.Equal(message, Assert.Throws<IOException>(() => new InputFile(path).Open()).Message);
        Assert.Equal(
            $"Data file '{path}' cannot be read: {message}",
            Assert.Throws<SequenceDataException>(() => TableSource.FromFile(path).Columns).Message);
    }

    [Fact]
    public void Read_NullDevice_IsEmpty() => Assert.Equal(
        "/dev/null is empty: expected a header row with the column names.",
        Assert.Throws<SequenceDataException>(() => TableSource.FromFile("/dev/null").Columns).Message);

    private static string ReadToEnd(InputFile file)
    {
        using var reader = new StreamReader(file.Open());
        return reader.ReadToEnd();
    }

    private string MakePipe()
    {
        using var process = Process.Start("mkfifo", _folder["pipe"]);
        process.WaitForExit();
        return _folder["pipe"];
    }

    private Task WriteAsync(string text, int times) => WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), times);

    private Task WriteAsync(byte[] bytes, int times) => Task.Run(() =>
    {
        using var stream = new FileStream(_folder["pipe"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        for (var time = 0; time < times; time++)
            stream.Write(bytes);
    });
}
