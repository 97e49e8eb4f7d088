namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>Holds the folders directly inside one folder of a project to their declared arrows.</summary>
internal static class FolderCheck
{
    /// <summary>The name that a declaration gives to the files beside its folders.</summary>
    public const string Root = "(root)";

    /// <summary>One line for each use against the arrows, and for each folder that is declared or there, but not both.</summary>
    /// <param name="parent">The folder whose folders are held, relative to the project's, with a '/' at its end; empty for the project's own.</param>
    /// <param name="arrows">What may use what.</param>
    /// <param name="files">All files of the project, relative to its folder.</param>
    /// <param name="uses">All uses of the project.</param>
    /// <param name="project">The path of the project's folder, for the lines; ends with a '/'.</param>
    public static IReadOnlyList<string> Faults(string parent, Arrows arrows, IEnumerable<string> files, IEnumerable<SymbolUse> uses, string project)
    {
        var folders = files.Where(IsInside).Select(FolderOf).ToHashSet();
        var faults = folders.Except(arrows.Names).Order().Select(folder => $"{project}{parent}{folder}: no arrow declares this folder").ToList();
        faults.AddRange(arrows.Names.Except(folders).Order().Select(folder => $"{project}{parent}{folder}: is declared, but holds no file"));
        foreach (var use in uses.Where(use => IsInside(use.File) && IsInside(use.Declaration)))
        {
            var (user, used) = (FolderOf(use.File), FolderOf(use.Declaration));
            if (!arrows.Allow(user, used))
                faults.Add($"{project}{use.File}({use.Line}): {user} reaches {used} ({use.Symbol})");
        }

        return faults;

        bool IsInside(string file) => file.StartsWith(parent, StringComparison.Ordinal);

        string FolderOf(string file) => file.IndexOf('/', parent.Length) is var end and >= 0 ? file[parent.Length..end] : Root;
    }
}
