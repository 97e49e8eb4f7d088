namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>Checks the folders directly inside one folder of a project against their declared arrows.</summary>
internal static class FolderCheck
{
    /// <summary>The name of the files that are in no subfolder.</summary>
    public const string Root = "(root)";

    /// <summary>
    /// Returns one message for each use against the arrows, each folder that is not declared and each declared folder without files.
    /// </summary>
    /// <param name="parent">
    /// The folder whose subfolders are checked, relative to the project's folder and with a trailing '/'; empty for the project's folder.
    /// </param>
    /// <param name="arrows">The allowed dependencies.</param>
    /// <param name="files">All files of the project, relative to its folder.</param>
    /// <param name="uses">All uses of the project.</param>
    /// <param name="project">The path of the project's folder, with a trailing '/'; messages begin with it.</param>
    public static IReadOnlyList<string> FindErrors(
        string parent, Arrows arrows, IEnumerable<string> files, IEnumerable<SymbolUse> uses, string project)
    {
        var folders = files.Where(IsInside).Select(FolderOf).ToHashSet();
        var errors = folders.Except(arrows.Names).Order().Select(folder => $"{project}{parent}{folder}: is not declared").ToList();
        errors.AddRange(arrows.Names.Except(folders).Order().Select(folder => $"{project}{parent}{folder}: is declared, but has no files"));
        foreach (var use in uses.Where(use => IsInside(use.File) && IsInside(use.Declaration)))
        {
            var (user, used) = (FolderOf(use.File), FolderOf(use.Declaration));
            if (!arrows.Allow(user, used))
                errors.Add($"{project}{use.File}({use.Line}): {user} reaches {used} ({use.Symbol})");
        }

        return errors;

        bool IsInside(string file) => file.StartsWith(parent, StringComparison.Ordinal);

        string FolderOf(string file) => file.IndexOf('/', parent.Length) is var end and >= 0 ? file[parent.Length..end] : Root;
    }
}
