namespace MlNetRecurrent.Packages;

/// <summary>The project of each template, built and run as it is.</summary>
internal sealed class TemplateCases(Sandbox sandbox, string version) : ICaseGroup
{
    private const string Root = "templates";

    // A name that is no identifier, and other options than the defaults.
    private const string OtherName = "My-App 2";

    /// <inheritdoc />
    public InstallCase? Preparation => new("template: install, create and build", PrepareAsync);

    /// <inheritdoc />
    public IEnumerable<InstallCase> Cases
    {
        get
        {
            var forecast = new ForecastTemplate(sandbox, version);
            var edge = new EdgeTemplate(sandbox);
            return
            [
                new("template: options", PrintOptionsAsync),
                new("template: recurrent-forecast", () => forecast.RunAsync(sandbox.CreateFolder(Root, "Sales"), days: 7)),
                new("template: recurrent-forecast, LSTM, one day", () => forecast.RunAsync(sandbox.CreateFolder(Root, OtherName), days: 1)),
                new("template: recurrent-api", () => new ApiTemplate(sandbox).RunAsync(sandbox.CreateFolder(Root, "Api"))),
                new("template: recurrent-edge", () => edge.RunAsync(sandbox.CreateFolder(Root, "Edge"))),
                new("template: recurrent-edge, native", () => edge.RunNativeAsync(sandbox.CreateFolder(Root, "Edge"))),
            ];
        }
    }

    // The projects are built as one solution, which is quicker.
    private async Task<string> PrepareAsync()
    {
        var folder = sandbox.CreateFolder(Root);
        AppProject.WriteCommonProperties(folder, oneSystem: false);
        await sandbox.DotnetAsync(folder, "new", "install", ExpectedPackages.Templates);
        await CreateAsync(folder, "recurrent-forecast", "Sales");
        await CreateAsync(folder, "recurrent-forecast", OtherName, "--cell", "lstm", "--window", "14", "--horizon", "1");
        await CreateAsync(folder, "recurrent-api", "Api");
        await CreateAsync(folder, "recurrent-edge", "Edge");
        AppProject.WriteSolution(Path.Combine(folder, "templates.slnx"), ["Sales", OtherName, "Api", "Edge"]);
        await sandbox.DotnetAsync(folder, "build", "-c", "Release");
        return "4 projects";
    }

    private Task<CommandRun> CreateAsync(string folder, string template, string name, params string[] options) =>
        sandbox.DotnetAsync(folder, ["new", template, "-n", name, "--no-restore", .. options]);

    private async Task<string> PrintOptionsAsync()
    {
        var run = await sandbox.DotnetAsync(sandbox.Root, "new", "recurrent-forecast", "--help");
        run.Prints("--cell <gru|lstm|rnn>").Prints("--horizon").Prints(version);
        return "";
    }
}
