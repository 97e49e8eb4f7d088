namespace MlNetRecurrent.Packages;

/// <summary>The project that trains on a table and forecasts.</summary>
internal sealed class ForecastTemplate(Sandbox sandbox, string version)
{
    /// <summary>Runs the program: it compares the network with baselines, saves it twice, and prints a line for each day of the forecast.</summary>
    public async Task<string> RunAsync(string folder, int days)
    {
        var project = File.ReadAllText(Path.Combine(folder, $"{Path.GetFileName(folder)}.csproj"));
        Expect.That(
            project.Contains($"Include=\"MlNetRecurrent.Training\" Version=\"{version}\"", StringComparison.Ordinal),
            $"The project does not reference version {version}.");
        Expect.That(
            Directory.GetDirectories(Path.Combine(folder, "bin"), "runtimes", SearchOption.AllDirectories) is [],
            "The output has native libraries of every system.");

        var run = await sandbox.DotnetAsync(folder, "run", "-c", "Release", "--no-build");
        run.Prints("Held-out rows").Prints("network ").Prints("seasonal-naive ").Prints("90 % interval");
        foreach (var file in new[] { "forecast.onnx", "forecast.zip" })
            Expect.That(File.Exists(Path.Combine(folder, "output", file)), $"There is no file output/{file}.", run);

        var forecast = run.Output.Split('\n').Where(line => line.StartsWith("2016-01-0", StringComparison.Ordinal)).ToList();
        Expect.That(forecast.Count == days, $"The forecast has {forecast.Count} days, expected {days}.", run);
        return forecast[^1].Trim();
    }
}
