using System.Xml.Linq;

namespace MlNetRecurrent.Packages;

/// <summary>Writes the projects of applications.</summary>
internal static class AppProject
{
    /// <summary>Writes a project: what <c>dotnet new console</c> writes, with packages as <c>dotnet add package</c> adds them.</summary>
    /// <param name="file">The project file to write.</param>
    /// <param name="packages">The names of the packages.</param>
    /// <param name="version">The version of the packages of this product; others have the version that the repository is tested with.</param>
    /// <param name="properties">Further properties.</param>
    public static void Write(string file, IEnumerable<string> packages, string version, params IEnumerable<(string Name, string Value)> properties) =>
        new XElement("Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("ImplicitUsings", "enable"),
                new XElement("Nullable", "enable"),
                properties.Select(property => new XElement(property.Name, property.Value))),
            new XElement("ItemGroup", packages.Select(package => new XElement("PackageReference",
                new XAttribute("Include", package),
                new XAttribute("Version", PackageSources.IsOurs(package) ? version : CentralVersions.Of(package)))))).Save(file);

    /// <summary>Writes properties for all projects below a folder: warnings are errors, and files of packages are linked, not copied.</summary>
    /// <remarks>LibTorch has 0.5 GB for each system.</remarks>
    /// <param name="folder">The folder.</param>
    /// <param name="oneSystem">Whether the projects are built for this machine's system only, with the lines that the README gives.</param>
    public static void WriteCommonProperties(string folder, bool oneSystem)
    {
        (string Name, string Value)[] system = oneSystem ? [("UseCurrentRuntimeIdentifier", "true"), ("SelfContained", "false")] : [];
        (string Name, string Value)[] properties =
        [
            ("TreatWarningsAsErrors", "true"),
            .. system,
            ("CreateHardLinksForCopyLocalIfPossible", "true"),
            ("CreateHardLinksForPublishFilesIfPossible", "true"),
            ("CreateSymbolicLinksForCopyLocalIfPossible", "true"),
            ("CreateSymbolicLinksForPublishFilesIfPossible", "true"),
        ];
        new XElement("Project", new XElement("PropertyGroup", properties.Select(property => new XElement(property.Name, property.Value))))
            .Save(Path.Combine(folder, "Directory.Build.props"));
    }

    /// <summary>Returns the path of an executable.</summary>
    public static string FindExecutable(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    /// <summary>Writes a solution of the projects in the folders beside it.</summary>
    /// <param name="file">The solution file to write.</param>
    /// <param name="names">The names of the folders and of the projects in them.</param>
    public static void WriteSolution(string file, IEnumerable<string> names) =>
        new XElement("Solution", names.Select(name => new XElement("Project", new XAttribute("Path", $"{name}/{name}.csproj")))).Save(file);

    /// <summary>Returns the path of the program that was built in a folder of the same name.</summary>
    public static string FindProgram(string folder)
    {
        var name = $"{Path.GetFileName(folder)}.dll";
        return Directory.EnumerateFiles(Path.Combine(folder, "bin"), name, SearchOption.AllDirectories).FirstOrDefault()
            ?? throw new CaseFailedException($"There is no {name} in {folder}/bin: it was not built.");
    }

    /// <summary>Reads the code of a program of this test.</summary>
    public static string ReadCode(string name) => File.ReadAllText(Repository.GetPath("Tests", "Packages", "Apps", name));

    /// <summary>Copies the code of a program of this test.</summary>
    public static void CopyCode(string name, string file) => File.WriteAllText(file, ReadCode(name));

    /// <summary>Copies the exported models of the repository into a folder.</summary>
    public static void CopyExported(string folder)
    {
        var exported = Directory.CreateDirectory(Path.Combine(folder, "Exported")).FullName;
        foreach (var file in Directory.GetFiles(Repository.GetPath("Exported"), "*.onnx"))
            File.Copy(file, Path.Combine(exported, Path.GetFileName(file)));
    }
}
