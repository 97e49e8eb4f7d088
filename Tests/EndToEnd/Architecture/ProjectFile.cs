using System.Xml.Linq;

namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>A project file: its references and its source files.</summary>
internal sealed class ProjectFile
{
    private readonly XElement _project;

    /// <summary>Reads the one project file in a folder.</summary>
    /// <param name="folder">The project's folder, relative to the repository's, with '/' between folders.</param>
    public ProjectFile(string folder)
    {
        Folder = folder;
        var file = Directory.GetFiles(FullFolder, "*.csproj").Single();
        Name = Path.GetFileNameWithoutExtension(file);
        _project = XElement.Load(file);
    }

    /// <summary>The project's folder, relative to the repository's.</summary>
    public string Folder { get; }

    /// <summary>The full path of the project's folder.</summary>
    public string FullFolder => Repository.GetPath(Folder);

    /// <summary>The name of the project file, without its ending.</summary>
    public string Name { get; }

    /// <summary>The name of the assembly that the project builds.</summary>
    public string AssemblyName => _project.Descendants("AssemblyName").SingleOrDefault()?.Value ?? Name;

    /// <summary>The folders of the projects that are referenced, relative to the repository's.</summary>
    public IEnumerable<string> References => Items("ProjectReference", "Include").Select(path => RelativeToRepository(Path.GetDirectoryName(path)!));

    /// <summary>The packages that the project depends on at run time: all except those that only its build needs.</summary>
    public IEnumerable<string> Packages => _project.Descendants("PackageReference")
        .Where(package => (string?)package.Attribute("PrivateAssets") != "all")
        .Select(package => (string)package.Attribute("Include")!);

    /// <summary>The source files outside the project's folder that are compiled into it.</summary>
    public IEnumerable<string> LinkedSources =>
        Items("Compile", "Include").Where(path => path.StartsWith("..", StringComparison.Ordinal));

    /// <summary>The folders, relative to the project's, whose sources are not compiled.</summary>
    public IEnumerable<string> ExcludedFolders =>
        Items("Compile", "Remove").Select(pattern => pattern[..pattern.IndexOf("**", StringComparison.Ordinal)]);

    /// <summary>
    /// The sources of excluded folders that are compiled as if they were in another folder: both paths, relative to the project's folder.
    /// </summary>
    public IEnumerable<(string Link, string Path)> MovedSources => _project.Descendants("Compile")
        .Where(item => item.Attribute("Include") is not null && item.Attribute("Link") is not null)
        .Select(item => ((string)item.Attribute("Link")!, ((string)item.Attribute("Include")!).Replace('\\', '/')))
        .Where(source => !source.Item2.StartsWith("..", StringComparison.Ordinal));

    /// <summary>The .proto files that the build generates classes from, relative to the project's folder.</summary>
    public IEnumerable<string> ProtoFiles => Items("Protobuf", "Include");

    /// <summary>All project files below the given top folders of the repository.</summary>
    public static IEnumerable<ProjectFile> All(params IEnumerable<string> tops) => tops
        .SelectMany(top => Directory.GetDirectories(Repository.GetPath(top)))
        // Projects of one kind are in a folder of their own; templates are inside of their project.
        .SelectMany(folder => HasProject(folder) ? [folder] : Directory.GetDirectories(folder).Where(HasProject))
        .Select(folder => new ProjectFile(Path.GetRelativePath(Repository.Root, folder).Replace('\\', '/')));

    private static bool HasProject(string folder) => Directory.GetFiles(folder, "*.csproj").Length > 0;

    private IEnumerable<string> Items(string kind, string attribute) => _project.Descendants(kind)
        .SelectMany(item => ((string?)item.Attribute(attribute) ?? "").Split(';', StringSplitOptions.TrimEntries))
        .Where(path => path.Length > 0)
        .Select(path => path.Replace('\\', '/'));

    private string RelativeToRepository(string path) => Path.GetRelativePath(Repository.Root, Path.GetFullPath(path, FullFolder)).Replace('\\', '/');
}
