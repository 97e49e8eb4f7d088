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
        new("tool: in a manifest of a folder", UseManifestAsync),
        new("tool: run once without an installation", RunOnceAsync),
        .. new ToolCommands(sandbox).Cases,
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
        var help = await RunAsync("--help");
        foreach (var command in new[] { "train", "evaluate", "predict" })
            help.Prints($"  {command} ");
        var run = await RunAsync("--version");
        var (number, commit) = run.Output.Trim().Split('+') is [var first, var second] ? (first, second) : (run.Output.Trim(), "");
        Expect.That(number == version && commit.Length >= 7 && commit.All(char.IsAsciiHexDigit), $"The version is not {version}+COMMIT.", run);
        return run.Output.Trim();
    }

    // What dotnet-suggest calls when the Tab key is pressed.
    private async Task<string> CheckCompletionAsync()
    {
        var run = await RunAsync($"[suggest:{Tool.Length + 4}]", $"{Tool} pre");
        run.Prints("predict");
        return "predict";
    }

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

    private async Task<CommandRun> RunAsync(params string[] arguments) => (await sandbox.RunAsync(sandbox.Root, sandbox.Tool, arguments)).Succeeds();
}
