using MlNetRecurrent.Files;

namespace MlNetRecurrent.Training;

/// <summary>Follows symbolic links, so that every path of a model leads to the same file, lock and history.</summary>
internal static class ModelPath
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    /// <summary>Returns the file that a path leads to: the final target of a symbolic link, otherwise the path itself.</summary>
    /// <exception cref="IOException">The links form a cycle.</exception>
    public static string Resolve(string path) => IsLink(path) ? ResolveAll(Path.GetFullPath(path), MaxLinks) : path;

    // The target of a link is relative to the real folder of the link, which a link to a folder can lead to.
    private static string ResolveAll(string path, int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
            return path;
        var folder = ResolveAll(parent, links);
        var resolved = Path.Combine(folder, Path.GetFileName(path));
        if (!IsLink(resolved) || new FileInfo(resolved).LinkTarget is not { } target)
            return resolved;
        return links > 0
            ? ResolveAll(Path.GetFullPath(target, folder), links - 1)
            : throw new IOException($"Path '{path}' cannot be followed: its symbolic links form a cycle.");
    }

    private static bool IsLink(string path) => FileStatus.Find(path, followLinks: false)?.Kind == FileKind.Link;
}
