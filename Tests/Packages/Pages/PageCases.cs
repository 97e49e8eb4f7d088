namespace MlNetRecurrent.Packages;

/// <summary>Each C# block of the pages is an application that builds with the packages that its page names, and runs.</summary>
internal sealed class PageCases : ICaseGroup
{
    private const string Root = "pages";

    private readonly Sandbox _sandbox;
    private readonly string _version;
    private readonly List<PageSection> _sections;

    /// <summary>Creates the cases.</summary>
    /// <param name="sandbox">Where the applications are built.</param>
    /// <param name="version">The version of the packages.</param>
    /// <param name="selects">Whether a case is going to be run: the applications of others are not built.</param>
    public PageCases(Sandbox sandbox, string version, Func<string, bool> selects)
    {
        (_sandbox, _version) = (sandbox, version);
        _sections = [.. PageSection.ReadAll().Where(section => selects(section.CaseName))];
    }

    /// <inheritdoc />
    public InstallCase? Preparation => new("page: build of all applications", BuildAsync);

    /// <inheritdoc />
    public IEnumerable<InstallCase> Cases => _sections.Select(section => new InstallCase(section.CaseName, () => RunAsync(section)));

    // One build of a solution restores and compiles on all cores.
    private async Task<string> BuildAsync()
    {
        var folder = _sandbox.CreateFolder(Root);
        AppProject.WriteCommonProperties(folder, oneSystem: true);
        var apps = _sections.SelectMany(section => section.Apps).ToList();
        foreach (var app in apps)
            app.Write(_sandbox.CreateFolder(Root, app.Name), _version);
        AppProject.WriteSolution(Path.Combine(folder, "pages.slnx"), apps.Where(app => app.IsProject).Select(app => app.Name));
        await _sandbox.DotnetAsync(folder, "build", "-c", "Release");
        return $"{apps.Count} applications";
    }

    private async Task<string> RunAsync(PageSection section)
    {
        var working = _sandbox.CreateFolder(Root, $"{section.Apps[0].Name}-run");
        AppProject.CopyExported(working);
        var last = "";
        foreach (var app in section.Apps)
        {
            var folder = _sandbox.CreateFolder(Root, app.Name);
            string[] arguments = app.IsProject ? [AppProject.FindProgram(folder)] : ["run", Path.Combine(folder, "Program.cs")];
            var run = await _sandbox.DotnetAsync(working, arguments);
            Expect.That(!string.IsNullOrWhiteSpace(run.Output), "The application printed nothing.", run);
            last = run.Output.Trim().Split('\n')[^1].Trim();
        }

        return last;
    }
}
