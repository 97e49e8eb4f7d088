using System.Xml.Linq;

namespace MlNetRecurrent.Packages;

/// <summary>One program in each form in which .NET programs are built and published.</summary>
internal sealed class FormCases(Sandbox sandbox, string version) : ICaseGroup
{
    private const string Training = "MlNetRecurrent.Training";
    private const string Runtime = "MlNetRecurrent.Runtime";

    /// <inheritdoc />
    public InstallCase? Preparation => null;

    /// <inheritdoc />
    public IEnumerable<InstallCase> Cases =>
    [
        new("form: dotnet new console, dotnet add package, dotnet run", AddPackageAsync),
        new("form: training for every system at once", RunPortableAsync),
        new("form: training with another LibTorch", ReplaceLibTorchAsync),
        new("form: training, single file", () => PublishAsync("single-file", Training, "training.cs", ("PublishSingleFile", "true"))),
        new("form: training, self-contained", () => PublishAsync("self-contained", Training, "training.cs", ("SelfContained", "true"))),
        new("form: Runtime, trimmed", () => PublishAsync("trimmed", Runtime, "runtime.cs", ("PublishTrimmed", "true"))),
        new("form: Runtime, native", PublishNativeAsync),
    ];

    private async Task<string> AddPackageAsync()
    {
        var folder = sandbox.CreateFolder("forms", "added");
        AppProject.WriteCommonProperties(folder, oneSystem: true);
        await sandbox.DotnetAsync(folder, "new", "console", "--no-restore");
        AppProject.CopyCode("training.cs", Path.Combine(folder, "Program.cs"));
        await sandbox.DotnetAsync(folder, "add", "package", Training);
        var added = XDocument.Load(Path.Combine(folder, "added.csproj")).Descendants("PackageReference").Single();
        Expect.Same("Packages", [$"{Training} {version}"], [$"{added.Attribute("Include")!.Value} {added.Attribute("Version")!.Value}"]);
        return GetLoss(await sandbox.DotnetAsync(folder, "run", "-c", "Release"));
    }

    // Without a runtime identifier the output has LibTorch for every system: 1.3 GB, if links cannot be created.
    private async Task<string> RunPortableAsync()
    {
        var folder = sandbox.CreateFolder("forms", "portable");
        AppProject.WriteCommonProperties(folder, oneSystem: false);
        AppProject.Write(Path.Combine(folder, "portable.csproj"), [Training], version);
        AppProject.CopyCode("training.cs", Path.Combine(folder, "Program.cs"));
        var run = await sandbox.DotnetAsync(folder, "run", "-c", "Release");
        var size = FolderSize.Of(Path.Combine(folder, "bin"));
        Directory.Delete(Path.Combine(folder, "bin"), recursive: true);
        return $"{GetLoss(run)}, {size}";
    }

    // LibTorch's own package for this system takes the place that a build for CUDA would take.
    private async Task<string> ReplaceLibTorchAsync()
    {
        const string replaced = "TorchSharp-cpu";
        var folder = sandbox.CreateFolder("forms", "replaced");
        AppProject.WriteCommonProperties(folder, oneSystem: true);
        var file = Path.Combine(folder, "replaced.csproj");
        AppProject.Write(file, [Training], version);
        var project = XElement.Load(file);
        project.Add(new XElement("ItemGroup",
            CreateItem("PackageReference", "TorchSharp", CentralVersions.Of(replaced)),
            CreateItem("PackageReference", $"libtorch-cpu-{ExpectedPackages.ThisSystem}", CentralVersions.Of("libtorch-cpu-win-arm64")),
            CreateItem("PrunePackageReference", replaced, CentralVersions.Of(replaced))));
        project.Save(file);
        AppProject.CopyCode("training.cs", Path.Combine(folder, "Program.cs"));
        var run = await sandbox.DotnetAsync(folder, "run", "-c", "Release");
        var assets = await File.ReadAllTextAsync(Path.Combine(folder, "obj", "project.assets.json"));
        Expect.That(assets.Contains("\"TorchSharp/", StringComparison.Ordinal), "The project has no TorchSharp.", run);
        Expect.That(!assets.Contains($"\"{replaced}/", StringComparison.Ordinal), $"{replaced} is still a package of the project.", run);
        return GetLoss(run);
    }

    private static XElement CreateItem(string kind, string package, string number) =>
        new(kind, new XAttribute("Include", package), new XAttribute("Version", number));

    private async Task<string> PublishNativeAsync()
    {
        var linker = await NativeLinker.FindAsync(sandbox);
        return await PublishAsync("native", Runtime, "runtime.cs", [("PublishAot", "true"), .. linker]);
    }

    private async Task<string> PublishAsync(
        string name, string package, string code, params (string Name, string Value)[] properties)
    {
        var folder = sandbox.CreateFolder("forms", name);
        AppProject.WriteCommonProperties(folder, oneSystem: package == Training);
        AppProject.Write(Path.Combine(folder, $"{name}.csproj"), [package], version, properties);
        AppProject.CopyCode(code, Path.Combine(folder, "Program.cs"));
        AppProject.CopyExported(folder);
        await sandbox.DotnetAsync(folder, "publish", "-c", "Release", "-o", "published");
        var published = Path.Combine(folder, "published");
        var run = (await sandbox.RunAsync(folder, AppProject.FindExecutable(published, name))).Succeeds();
        var size = FolderSize.Of(published);
        Directory.Delete(published, recursive: true);
        return $"{(code == "training.cs" ? GetLoss(run) : run.Prints("next 0.9").Output.Trim())}, {size}";
    }

    private static string GetLoss(CommandRun run) => run.Prints("loss ").Output.Trim();
}
