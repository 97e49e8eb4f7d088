using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>
/// Every vector width of the engine on one machine: runs <see cref="InstructionSetProbeTests"/> in processes with instruction sets disabled.
/// </summary>
public sealed class InstructionSetTests(InstructionSetTests.ProbeFiles files) : IClassFixture<InstructionSetTests.ProbeFiles>
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", 8)]
    [InlineData("DOTNET_EnableAVX2", 4)]
    [InlineData("DOTNET_EnableHWIntrinsic", 1)]
    public async Task Score_InstructionSetOff_MatchesOnnxRuntime(string setting, int floats)
    {
        Assert.SkipUnless(Avx2.IsSupported, "This processor has no AVX2 to disable.");
        Assert.SkipUnless(floats != 8 || Vector512.IsHardwareAccelerated, "This processor has no AVX-512 to disable.");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { typeof(InstructionSetTests).Assembly.Location, "-class", typeof(InstructionSetProbeTests).FullName! })
            start.ArgumentList.Add(argument);
        start.Environment[setting] = "0";
        start.Environment[InstructionSetProbeTests.Files] = files.Folder;
        start.Environment[InstructionSetProbeTests.ExpectedFloats] = floats.ToString(CultureInfo.InvariantCulture);

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output + await errors);
        Assert.Matches(@"Total: 6, Errors: 0, Failed: 0, Skipped: 0", output);
    }

    public sealed class ProbeFiles : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public ProbeFiles()
        {
            InstructionSetProbeTests.Export(Folder);
        }

        public string Folder => _folder.Path;

        public void Dispose() => _folder.Dispose();
    }
}
