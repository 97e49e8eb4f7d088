using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>Data from standard input: a process of its own is needed for it.</summary>
public sealed class StandardInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(@"t,y\n1,2\n2,3\n3,5\n4,4\n5,6\n6,5\n7,8\n8,7\n9,9\n10,8\n", "--data - --target y --time t --window 2")]
    [InlineData(@"to be or not to be, that is the question: to be or not to be\n", "--task language --text - --window 4")]
    public async Task Train_NoOutput_NamesTheModelAfterStandardInput(string input, string options)
    {
        // A file of this name is not standard input.
        _folder.Write("a file", "-");

        var run = await RunAsync(input, $"train {options} --epochs 1 --hidden 2");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("standard input: ", run.Output, StringComparison.Ordinal);
        Assert.Equal(["-", "stdin-lstm.onnx"], _folder.Entries.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Train_PackedInput_IsUnpacked()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uses a pipe of a shell.");
        var program = Path.Combine(AppContext.BaseDirectory, "mlnet-recurrent.dll");
        const string Command = "(echo t,y; seq 1 40 | awk '{print $1 \",\" $1 % 7}') | gzip | dotnet \"$0\" train --data - --target y --time t "
            + "--window 2 --epochs 1 --hidden 2";

        var run = await ProcessRun.StartAsync("sh", ["-c", Command, program], TestContext.Current.CancellationToken, _folder.Path);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("standard input: 32 training rows, 8 test rows", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"t,z\n1,2\n", "--data - --target y", "standard input has no column 'y'; ")]
    [InlineData(@"t,y\n1,\351\351\n", "--data - --target y", "standard input is not UTF-8: line 2, column 'y' ")]
    [InlineData(@"caf\351 au lait\n", "--task language --text -", "standard input is not UTF-8: line 1, column 4 ")]
    public async Task Train_InvalidInput_NamesStandardInput(string input, string options, string message)
    {
        var run = await RunAsync(input, $"train {options}");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error: {message}", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("stdin", run.Errors, StringComparison.Ordinal);
        if (message.Contains("UTF-8", StringComparison.Ordinal))
            Assert.Matches(@" [Cc]onvert it before it is read: \| iconv -f [\w-]+ -t UTF-8 \|\n$", run.Errors);
    }

    private Task<ProcessRun> RunAsync(string input, string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Uses a pipe of a shell.");
        var program = Path.Combine(AppContext.BaseDirectory, "mlnet-recurrent.dll");
        return ProcessRun.StartAsync(
            "sh",
            ["-c", "input=$1; shift; printf \"$input\" | dotnet \"$@\"", "sh", input, program, .. arguments.Split(' ')],
            TestContext.Current.CancellationToken,
            _folder.Path);
    }
}
