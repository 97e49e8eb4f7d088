using System.Diagnostics;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The setting is one of the process: <see cref="NativeHeapProbeTests"/> runs in processes of its own, with it and without.</summary>
public sealed class NativeHeapTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KeepFreedMemory_LargeTensorsOneAfterAnother_UseTheSamePages(bool keeps)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The page faults of a thread are known on Linux only.");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [typeof(NativeHeapTests).Assembly.Location, "-explicit", "only", "-class", typeof(NativeHeapProbeTests).FullName!];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment[NativeHeapProbeTests.Keeps] = keeps ? "1" : "0";
        // xunit runs tests on threads other than the main one.
        start.Environment["MALLOC_ARENA_MAX"] = "1";

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);
    }
}
