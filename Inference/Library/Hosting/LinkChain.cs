namespace MlNetRecurrent;

/// <summary>Finds the entries that determine which file a path leads to.</summary>
internal static class LinkChain
{
    // The limit of Linux for one path.
    private const int MaxLinks = 40;

    /// <summary>
    /// Returns the names to watch in each folder: every symbolic link on the way to the file, in the folder of the link, and the file itself in its
    /// own folder. If an entry on the way is missing, the search ends there, so that its creation can be noticed.
    /// </summary>
    /// <param name="path">The full path of the file.</param>
    public static ILookup<string, string> FindEntries(string path)
    {
        var entries = new HashSet<(string Folder, string Name)>();
        var folder = Path.GetPathRoot(path)!;
        var remaining = new Stack<string>();
        Push(path[folder.Length..]);
        for (var links = 0; remaining.TryPop(out var name);)
        {
            // Behind a link, '..' is the parent of its target: the text of the path cannot be shortened.
            if (name == "..")
            {
                folder = Path.GetDirectoryName(folder) ?? folder;
                continue;
            }

            var entry = new FileInfo(Path.Combine(folder, name));
            var target = entry.LinkTarget;
            if (target is not null && ++links <= MaxLinks)
            {
                entries.Add((folder, name));
                if (Path.IsPathRooted(target))
                {
                    folder = Path.GetPathRoot(target)!;
                    target = target[folder.Length..];
                }

                Push(target);
            }
            else if (remaining.Count > 0 && target is null && Directory.Exists(entry.FullName))
            {
                folder = entry.FullName;
            }
            else
            {
                entries.Add((folder, name));
                break;
            }
        }

        return entries.ToLookup(entry => entry.Folder, entry => entry.Name);

        void Push(string names)
        {
            foreach (var name in names.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]).Reverse())
            {
                if (name is not ("" or "."))
                    remaining.Push(name);
            }
        }
    }
}
