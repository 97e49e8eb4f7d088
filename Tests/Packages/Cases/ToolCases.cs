using System.Globalization;
using System.Text.Json;

namespace MlNetRecurrent.Packages;

/// <summary>The tool, installed into an empty home and run from there.</summary>
internal sealed class ToolCases(Sandbox sandbox, string version) : ICaseGroup
{
    private const string Tool = ExpectedPackages.Tool;

    /// <inheritdoc />
    public IEnumerable<InstallCase> Cases =>
    [
        new("tool: version and help", CheckHelpAsync),
        new("tool: completion", CheckCompletionAsync),
        new("tool: train, evaluate and predict", TrainAsync),
        new("tool: in a manifest of a folder", UseManifestAsync),
        new("tool: run once without an installation", RunOnceAsync),
    ];

    /// <inheritdoc />
    public InstallCase? Preparation => new("tool: install", async () =>
    {
        await sandbox.DotnetAsync(sandbox.Root, "tool", "install", "--global", Tool);
        return Tool;
    });

    // 0.2.0+a1b2c3...: the version of the package and the commit that it was built from.
    private async Task<string> CheckHelpAsync()
    {
        var help = await RunAsync(sandbox.Root, "--help");
        foreach (var command in new[] { "train", "evaluate", "predict" })
            help.Prints($"  {command} ");
        var run = await RunAsync(sandbox.Root, "--version");
        var (number, commit) = run.Output.Trim().Split('+') is [var first, var second] ? (first, second) : (run.Output.Trim(), "");
        Expect.That(number == version && commit.Length >= 7 && commit.All(char.IsAsciiHexDigit), $"The version is not {version}+COMMIT.", run);
        return run.Output.Trim();
    }

    // What dotnet-suggest calls when the Tab key is pressed.
    private async Task<string> CheckCompletionAsync()
    {
        var run = await RunAsync(sandbox.Root, $"[suggest:{Tool.Length + 4}]", $"{Tool} pre");
        run.Prints("predict");
        return "predict";
    }

    private async Task<string> TrainAsync()
    {
        var folder = sandbox.CreateFolder("tool");
        File.WriteAllLines(Path.Combine(folder, "sales.csv"), ["month,sales", .. Enumerable.Range(0, 96).Select(GetLine)]);
        string[] network = ["--window", "12", "--cell", "gru", "--hidden", "8", "--epochs", "20"];
        await RunAsync(folder, ["train", "--data", "sales.csv", "--target", "sales", "--time", "month", .. network, "--out", "sales.onnx"]);
        var evaluated = await RunAsync(folder, "evaluate", "sales.onnx", "--data", "sales.csv", "--json");
        await RunAsync(folder, "predict", "sales.onnx", "--data", "sales.csv", "--out", "next.csv");
        Expect.That(File.ReadAllLines(Path.Combine(folder, "next.csv")).Length == 2, "next.csv does not have a header and one row.");
        using var json = JsonDocument.Parse(evaluated.Output.Trim().Split('\n')[^1]);
        return string.Create(CultureInfo.InvariantCulture, $"MAE {json.RootElement.GetProperty("metrics").GetProperty("mae").GetDouble():g3}");
    }

    private static string GetLine(int month) => string.Create(
        CultureInfo.InvariantCulture,
        $"{new DateTime(2018, 1, 1).AddMonths(month):yyyy-MM-dd},{100 + month + (20 * Math.Sin(month * Math.PI / 6)):f1}");

    private async Task<string> UseManifestAsync()
    {
        var folder = sandbox.CreateFolder("manifest");
        await sandbox.DotnetAsync(folder, "new", "tool-manifest");
        await sandbox.DotnetAsync(folder, "tool", "install", Tool);
        var run = await sandbox.DotnetAsync(folder, Tool, "--version");
        return run.Prints(version).Output.Trim();
    }

    // The command dnx is short for it.
    private async Task<string> RunOnceAsync()
    {
        var run = await sandbox.DotnetAsync(sandbox.CreateFolder("once"), "tool", "exec", "--yes", Tool, "--", "--version");
        return run.Prints(version).Output.Trim();
    }

    private async Task<CommandRun> RunAsync(string folder, params string[] arguments)
    {
        var executable = AppProject.FindExecutable(Path.Combine(sandbox.Home, ".dotnet", "tools"), Tool);
        return (await sandbox.RunAsync(folder, executable, arguments)).Succeeds();
    }
}
