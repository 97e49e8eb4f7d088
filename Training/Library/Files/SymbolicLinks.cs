using System.Runtime.InteropServices;
using MlNetRecurrent.Files;

namespace MlNetRecurrent.Training;

/// <summary>Follows symbolic links as the operating system does.</summary>
internal static partial class SymbolicLinks
{
    // As many as Linux follows.
    private const int MaxCount = 40;

    /// <summary>Follows all links of a path. Nothing is opened or created.</summary>
    /// <returns>The full path at the end of the links, which need not exist; neither the path nor its folder is a link.</returns>
    /// <exception cref="IOException">
    /// The links lead in a circle, or to a folder or an open stream that has no path; the message is a clause that begins with a small letter.
    /// </exception>
    public static string Follow(string path)
    {
        var full = Path.GetFullPath(path);
        for (var count = 0; count < MaxCount; count++)
        {
            var (folder, name) = (Path.GetDirectoryName(full)!, Path.GetFileName(full));
            // The operating system resolves links in the folder; what follows a link cannot be simplified as text: 'link/..' is not '.'.
            folder = ResolveFolder(folder) ?? Path.GetFullPath(folder);
            full = Path.Combine(folder, name);
            if (!IsLink(full))
                return full;
            if (IsOfProcess(folder))
                throw new IOException("it is an open stream of a process, expected the path of a file. Write to a file, and copy it from there.");
            var next = new FileInfo(full).LinkTarget ?? throw new IOException("its link cannot be read.");
            full = Path.IsPathRooted(next) ? next : $"{folder}{Path.DirectorySeparatorChar}{next}";
            if (Path.GetFileName(full) is "" or "." or "..")
                throw new IOException("it is a link to a folder, expected the path of a file.");
        }

        throw new IOException("its links lead in a circle.");
    }

    /// <summary>Whether a path is a symbolic link.</summary>
    public static bool IsLink(string path) => FileStatus.Find(path, followLinks: false)?.Kind == FileKind.Link;

    // /proc/self/fd/1, to which /dev/stdout leads: replacing the file behind it would not be what the stream's reader sees.
    private static bool IsOfProcess(string folder) => OperatingSystem.IsLinux() && folder.StartsWith("/proc/", StringComparison.Ordinal);

    // The path of a folder without links; null if it is missing, or cannot be resolved.
    private static string? ResolveFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return Directory.Exists(folder) ? Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder : null;
        var resolved = GetRealPath(folder, 0);
        if (resolved == 0)
            return null;
        try
        {
            return Marshal.PtrToStringUTF8(resolved);
        }
        finally
        {
            Free(resolved);
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetRealPath(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Free(nint memory);
}
