using System.Diagnostics;
using TorchSharp;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <remarks>
/// LibTorch loads once per process and cannot be unloaded, so failures are produced in copies of the output folder of these tests,
/// in which <see cref="EnsureLoaded_OutputOfTheBuild_CreatesTensor"/> runs again.
/// </remarks>
public sealed class LibTorchLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EnsureLoaded_OutputOfTheBuild_CreatesTensor()
    {
        LibTorchLibrary.EnsureLoaded();

        using var ones = torch.ones(2, 3);
        Assert.Equal(6f, ones.sum().item<float>());
    }

    [Fact]
    public void EnsureLoaded_ManyThreads_AllCanUseTorch()
    {
        var sums = ParallelEnumerable.Range(1, 32).WithDegreeOfParallelism(8).Select(size =>
        {
            LibTorchLibrary.EnsureLoaded();
            using var ones = torch.ones(size);
            return ones.sum().item<float>();
        });

        Assert.Equal(Enumerable.Range(1, 32).Sum(), sums.Sum());
    }

    [Fact]
    public void EnsureLoaded_CopyOfTheOutput_Loads()
    {
        PackagedLibrary.SkipElsewhere();

        var (exitCode, output) = RunInCopy(_ => { });

        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData(PackagedLibrary.Name)]
    [InlineData("libtorch_cpu.so")]
    public void EnsureLoaded_FileIsMissing_ThrowsWithThePackage(string file)
    {
        PackagedLibrary.SkipElsewhere();

        var (exitCode, output) = RunInCopy(copy => File.Delete(Path.Combine(copy, file)));

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"MlNetRecurrent.Training.LibTorchLoadException : {file} is missing from the program's files: reference package "
            + $"TorchSharp-cpu {PackagedLibrary.Version} and build or publish for linux-x64.", output, StringComparison.Ordinal);
    }

    // As in a program that references the library as a project, where its build step does not run.
    [Fact]
    public void EnsureLoaded_UnchangedLibrary_LoadsAndLeavesNoCopy()
    {
        PackagedLibrary.SkipElsewhere();

        var (exitCode, output) = RunInCopy(copy => File.Copy(PackagedLibrary.InPackage, Path.Combine(copy, PackagedLibrary.Name), overwrite: true));

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void EveryEntryPoint_FileIsMissing_SaysSo()
    {
        PackagedLibrary.SkipElsewhere();

        var (exitCode, output) = RunInCopy(
            copy => File.Delete(Path.Combine(copy, PackagedLibrary.Name)),
            $"*.{nameof(EntryPointTests)}.{nameof(EntryPointTests.EntryPoints_WithoutLibTorch_SayWhatIsMissing)}");

        Assert.True(exitCode == 0, output);
        Assert.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0,", output, StringComparison.Ordinal);
    }

    [Fact]
    public void EnsureLoaded_FileIsDamaged_ThrowsWithTheLoadersReason()
    {
        PackagedLibrary.SkipElsewhere();

        var (exitCode, output) = RunInCopy(copy => File.WriteAllText(Path.Combine(copy, PackagedLibrary.Name), "damaged"));

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"MlNetRecurrent.Training.LibTorchLoadException : {PackagedLibrary.Name} cannot be loaded: "
            + $"{_folder[PackagedLibrary.Name]}: file too short. Restore package TorchSharp-cpu {PackagedLibrary.Version} again and rebuild.",
            output, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output) RunInCopy(Action<string> damage, string method = $"*.{nameof(EnsureLoaded_OutputOfTheBuild_CreatesTensor)}")
    {
        // Files that may be changed, and those that determine the search path, are copied; the rest, half a gigabyte, is linked.
        var program = typeof(LibTorchLibraryTests).Assembly.GetName().Name!;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            var copy = _folder[Path.GetFileName(file)];
            if (Path.GetFileName(file).StartsWith(program, StringComparison.Ordinal) || Path.GetFileName(file) == PackagedLibrary.Name)
                File.Copy(file, copy);
            else
                File.CreateSymbolicLink(copy, file);
        }

        Directory.CreateSymbolicLink(_folder["Fixtures"], Path.Combine(AppContext.BaseDirectory, "Fixtures"));
        damage(_folder.Path);

        var start = new ProcessStartInfo(_folder[program],
            ["-method", method, "-noColor", "-explicit", "on"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
        };
        using var run = Process.Start(start)!;
        var output = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        return (run.ExitCode, output);
    }
}
