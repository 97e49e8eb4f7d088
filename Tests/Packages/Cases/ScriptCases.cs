namespace MlNetRecurrent.Packages;

/// <summary>Programs without a project, and in F#.</summary>
internal sealed class ScriptCases(Sandbox sandbox, string version) : ICaseGroup
{
    /// <inheritdoc />
    public InstallCase? Preparation => null;

    /// <inheritdoc />
    public IEnumerable<InstallCase> Cases =>
    [
        new("form: dotnet run app.cs, training", () => RunFileAsync("MlNetRecurrent.Training", "training.cs", "loss ")),
        new("form: dotnet run app.cs, inference", () => RunFileAsync("MlNetRecurrent.Inference", "inference.cs", "next 0.9")),
        new("form: dotnet run walk.cs", RunWalkAsync),
        new("form: F# project", RunFSharpAsync),
        new("form: F# script", RunScriptAsync),
    ];

    private async Task<string> RunFileAsync(string package, string code, string expected)
    {
        var folder = sandbox.CreateFolder("forms", $"file-{Path.GetFileNameWithoutExtension(code)}");
        AppProject.CopyExported(folder);
        // ML.NET and TorchSharp do not run as native code, which is what dotnet publish app.cs makes by default.
        File.WriteAllText(Path.Combine(folder, "app.cs"), $"""
            #:package {package}@{version}
            #:property PublishAot=false
            #:property UseCurrentRuntimeIdentifier=true
            #:property SelfContained=false

            {AppProject.ReadCode(code)}
            """);
        AppProject.WriteCommonProperties(folder, oneSystem: false);
        return (await sandbox.DotnetAsync(folder, "run", "app.cs")).Prints(expected).Output.Trim();
    }

    // The walk through the cells, as its page tells a reader to run it.
    private async Task<string> RunWalkAsync()
    {
        var folder = sandbox.CreateFolder("forms", "walk");
        File.Copy(Repository.GetPath(".docs", "walk", "walk.cs"), Path.Combine(folder, "walk.cs"));
        var run = (await sandbox.DotnetAsync(folder, "run", "walk.cs")).Prints("LSTM  output (5, 3, 20)  hn (1, 3, 20)  cn (1, 3, 20)");
        return run.Output.Trim().Split('\n')[^1];
    }

    private async Task<string> RunFSharpAsync()
    {
        var folder = sandbox.CreateFolder("forms", "fsharp");
        AppProject.WriteCommonProperties(folder, oneSystem: true);
        await sandbox.DotnetAsync(folder, "new", "console", "-lang", "F#", "--no-restore");
        await sandbox.DotnetAsync(folder, "add", "package", "MlNetRecurrent.Training");
        AppProject.CopyCode("training.fs", Path.Combine(folder, "Program.fs"));
        return (await sandbox.DotnetAsync(folder, "run", "-c", "Release")).Prints("loss ").Output.Trim();
    }

    // No build step runs here: LibTorch is patched when it is loaded.
    private async Task<string> RunScriptAsync()
    {
        var folder = sandbox.CreateFolder("forms", "script");
        File.WriteAllText(Path.Combine(folder, "train.fsx"), $"""
            #i "nuget: {sandbox.Feed}"
            #r "nuget: MlNetRecurrent.Training, {version}"

            {AppProject.ReadCode("training.fs")}
            """);
        return (await sandbox.DotnetAsync(folder, "fsi", "train.fsx")).Prints("loss ").Output.Trim();
    }
}
