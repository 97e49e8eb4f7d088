namespace MlNetRecurrent.Packages;

/// <summary>Each C# block of the README and of the packages' readmes is an application that builds with the packages that its page names, and runs.</summary>
internal sealed class PageCases : ICaseGroup
{
    private const string Root = "pages";

    private readonly Sandbox _sandbox;
    private readonly List<PageApp> _apps;
    private readonly string _version;

    /// <summary>Creates the cases.</summary>
    /// <param name="sandbox">Where the applications are built.</param>
    /// <param name="version">The version of the packages.</param>
    /// <param name="selects">Whether a case is going to be run: others are not built.</param>
    public PageCases(Sandbox sandbox, string version, Func<string, bool> selects)
    {
        (_sandbox, _version) = (sandbox, version);
        _apps = [.. PageApp.ReadAll().Where(app => selects(GetName(app)))];
    }

    /// <inheritdoc />
    public IEnumerable<InstallCase> Cases => _apps.Select(app => new InstallCase(GetName(app), () => RunAsync(app)));

    /// <inheritdoc />
    public InstallCase? Preparation => new InstallCase("pages: build", BuildAsync);

    private static string GetName(PageApp app) => $"pages: {app.Title}";

    // One build of a solution restores and compiles on all cores.
    private async Task<string> BuildAsync()
    {
        var folder = _sandbox.CreateFolder(Root);
        AppProject.WriteCommonProperties(folder, oneSystem: true);
        foreach (var app in _apps)
            app.Write(_sandbox.CreateFolder(Root, app.Name), _version);
        AppProject.WriteSolution(Path.Combine(folder, "pages.slnx"), _apps.Select(app => app.Name));
        await _sandbox.DotnetAsync(folder, "build", "-c", "Release");
        return $"{_apps.Count} applications";
    }

    private async Task<string> RunAsync(PageApp app)
    {
        var folder = _sandbox.CreateFolder(Root, app.Name);
        var run = await _sandbox.DotnetAsync(folder, AppProject.FindProgram(folder));
        Expect.That(!string.IsNullOrWhiteSpace(run.Output), "The application printed nothing.", run);
        return run.Output.Trim().Split('\n')[0].Trim();
    }
}
