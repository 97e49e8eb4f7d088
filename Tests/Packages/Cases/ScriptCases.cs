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
