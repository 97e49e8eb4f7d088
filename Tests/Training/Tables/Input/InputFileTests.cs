using System.Diagnostics;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class InputFileTests : IDisposable
{
    private static readonly PipeLimits Short = new(TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(0.3), 1000);
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

    private Task WriteAsync(string text, int times) => Task.Run(() =>
    {
        using var stream = new FileStream(_folder["pipe"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        for (var time = 0; time < times; time++)
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
    });
}
