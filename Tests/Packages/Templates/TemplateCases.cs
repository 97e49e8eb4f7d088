using System.Globalization;

namespace MlNetRecurrent.Packages;

/// <summary>The project of each template, built and run as it is.</summary>
internal sealed class TemplateCases(Sandbox sandbox) : ICaseGroup
{
    private const string Root = "templates";

    private static readonly string[] Names = ["forecast", "api", "edge"];

    /// <inheritdoc />
    public InstallCase? Preparation => new("template: install, create and build", PrepareAsync);

    /// <inheritdoc />
    public IEnumerable<InstallCase> Cases =>
    [
        new("template: recurrent-forecast", RunForecastAsync),
        new("template: recurrent-api", RunApiAsync),
        new("template: recurrent-edge", RunEdgeAsync),
        new("template: recurrent-edge, native", RunNativeEdgeAsync),
    ];

    // The three are built as one solution, which is quicker; each is a project of its own.
    private async Task<string> PrepareAsync()
    {
        var folder = sandbox.CreateFolder(Root);
        AppProject.WriteCommonProperties(folder, oneSystem: false);
        await sandbox.DotnetAsync(folder, "new", "install", ExpectedPackages.Templates);
        foreach (var name in Names)
            await sandbox.DotnetAsync(folder, "new", $"recurrent-{name}", "-o", name, "--no-restore");
        AppProject.WriteSolution(Path.Combine(folder, "templates.slnx"), Names);
        await sandbox.DotnetAsync(folder, "build", "-c", "Release");
        return $"{Names.Length} projects";
    }

    private async Task<string> RunForecastAsync()
    {
        var folder = sandbox.CreateFolder(Root, "forecast");
        var run = await sandbox.DotnetAsync(folder, "run", "-c", "Release", "--no-build");
        run.Prints("Held-out rows").Prints("90 % interval");
        foreach (var file in new[] { "forecast.onnx", "forecast.zip" })
            Expect.That(File.Exists(Path.Combine(folder, "output", file)), $"There is no file output/{file}.", run);
        return run.Output.Trim().Split('\n')[^1].Trim();
    }

    private async Task<string> RunApiAsync()
    {
        var folder = sandbox.CreateFolder(Root, "api");
        // Port 0: any that is free.
        await using var server = sandbox.Start(folder, "dotnet", AppProject.FindProgram(folder), "--urls", "http://127.0.0.1:0");
        using var api = new TemplateApi(await server.FindAddressAsync());
        await api.ExpectAsync("/health", "Healthy");
        await api.ExpectAsync("/model", "\"");
        var score = await api.ScoreAsync([.. Enumerable.Range(0, 20).Select(step => MathF.Sin(step * 0.1f))]);
        Expect.That(Math.Abs(score - Math.Sin(2)) < 0.05, $"The next value is {score}, expected {Math.Sin(2)}.", server.Run);
        await api.ExpectRefusalAsync();
        return string.Create(CultureInfo.InvariantCulture, $"next {score:f3}");
    }

    private async Task<string> RunEdgeAsync()
    {
        var run = await sandbox.DotnetAsync(sandbox.CreateFolder(Root, "edge"), "run", "-c", "Release", "--no-build");
        return CheckSteps(run);
    }

    private async Task<string> RunNativeEdgeAsync()
    {
        var linker = await NativeLinker.FindAsync(sandbox);
        var folder = sandbox.CreateFolder(Root, "edge");
        var properties = linker.Select(property => $"-p:{property.Name}={property.Value}");
        await sandbox.DotnetAsync(folder, ["publish", "-c", "Release", "-o", "app", .. properties]);
        var app = Path.Combine(folder, "app");
        var run = await sandbox.RunAsync(folder, Path.Combine(app, OperatingSystem.IsWindows() ? "edge.exe" : "edge"));
        return $"{CheckSteps(run)}, {FolderSize.Of(app)}";
    }

    // A header, and a line for each line of the sample.
    private static string CheckSteps(CommandRun run)
    {
        var lines = run.Prints("step,values,forecast").Output.Trim().Split('\n');
        Expect.That(lines.Length > 20, $"The program printed {lines.Length} lines.", run);
        return $"{lines.Length - 1} steps";
    }
}
