using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// Every vector width of the training kernels on one machine: runs <see cref="KernelInstructionSetProbeTests"/> in processes with instruction sets
/// disabled.
/// </summary>
public sealed class KernelInstructionSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", 8)]
    [InlineData("DOTNET_EnableAVX2", 4)]
    [InlineData("DOTNET_EnableHWIntrinsic", 1)]
    public async Task Train_InstructionSetOff_MatchesTorch(string setting, int floats)
    {
        Assert.SkipUnless(Avx2.IsSupported, "This processor has no AVX2 to disable.");
        Assert.SkipUnless(floats != 8 || Vector512.IsHardwareAccelerated, "This processor has no AVX-512 to disable.");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [typeof(KernelInstructionSetTests).Assembly.Location, "-class", typeof(KernelInstructionSetProbeTests).FullName!];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment[setting] = "0";
        start.Environment[KernelInstructionSetProbeTests.ExpectedFloats] = floats.ToString(CultureInfo.InvariantCulture);

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Matches(@"Total: [1-9]\d+, Errors: 0, Failed: 0, Skipped: 0", output);
    }
}
