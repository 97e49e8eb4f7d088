using System.Globalization;

namespace MlNetRecurrent.Packages;

/// <summary>The project that forecasts step by step, compiled ahead of time.</summary>
internal sealed class EdgeTemplate(Sandbox sandbox)
{
    private const int SampleSteps = 40;

    /// <summary>Runs the program with the JIT compiler, on the sample and on an invalid line.</summary>
    public async Task<string> RunAsync(string folder)
    {
        var result = Check(await sandbox.DotnetAsync(folder, "run", "-c", "Release", "--no-build"));
        File.WriteAllText(Path.Combine(folder, "invalid.csv"), "x\n");
        var refused = await sandbox.RunAsync(folder, "dotnet", "run", "-c", "Release", "--no-build", "--", "invalid.csv");
        Expect.That(
            refused.ExitCode == 2 && refused.Errors.StartsWith("Line 1: expected comma-separated numbers", StringComparison.Ordinal),
            "An invalid line is not refused.",
            refused);
        return result;
    }

    /// <summary>Compiles the program to native code and runs it.</summary>
    public async Task<string> RunNativeAsync(string folder)
    {
        var linker = await NativeLinker.FindAsync(sandbox);
        var properties = linker.Select(property => $"-p:{property.Name}={property.Value}");
        await sandbox.DotnetAsync(folder, ["publish", "-c", "Release", "-o", "app", .. properties]);
        var app = Path.Combine(folder, "app");
        return $"{Check(await sandbox.RunAsync(sandbox.Root, AppProject.FindExecutable(app, Path.GetFileName(folder))))}, {FolderSize.Of(app)}";
    }

    // A header, and a line for each line of the sample, a sine in steps of 0.1.
    private static string Check(CommandRun run)
    {
        var lines = run.Prints("step,values,forecast").Output.Trim().Split('\n');
        Expect.That(lines.Length == SampleSteps + 1, $"The program printed {lines.Length} lines, expected {SampleSteps + 1}.", run);
        var forecast = double.Parse(lines[^1].Split(',')[^1], CultureInfo.InvariantCulture);
        Expect.That(Math.Abs(forecast - Math.Sin(SampleSteps * 0.1)) < 0.02, $"The last forecast is {forecast}.", run);
        return string.Create(CultureInfo.InvariantCulture, $"next {forecast:f3}");
    }
}
