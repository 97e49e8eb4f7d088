using System.Runtime.InteropServices;
using MlNetRecurrent.Files;

namespace MlNetRecurrent.Training;

/// <summary>The file that a write to a path replaces or creates: the path itself, or the final target of a symbolic link.</summary>
internal sealed partial class WriteTarget
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    // unistd.h
    private const int WritePermission = 2;

    private WriteTarget(string path, bool isPresent) => (Path, IsPresent) = (path, isPresent);

    /// <summary>The full path of the file; it is not a link.</summary>
    public string Path { get; }

    /// <summary>The folder of the file, which may be missing.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Whether the file exists.</summary>
    public bool IsPresent { get; }

    /// <summary>Finds the file that a write to a path replaces or creates. Nothing is opened or created.</summary>
    /// <exception cref="IOException">
    /// The path is a folder, a device, a pipe or a socket, leads to one, or leads in a circle; the file is read-only, or its name is too long. The
    /// message is a clause that begins with a small letter, or a sentence of the operating system.
    /// </exception>
    public static WriteTarget Find(string path)
    {
        // The kind of what is at the end of all links, even of those in /proc whose targets are not paths.
        Check(FileStatus.Find(path));
        var full = System.IO.Path.GetFullPath(path);
        if (System.IO.Path.GetFileName(full).Length == 0)
            throw new IOException("it is a folder, expected the path of a file.");
        for (var links = 0; links < MaxLinks; links++)
        {
            var (folder, name) = (System.IO.Path.GetDirectoryName(full)!, System.IO.Path.GetFileName(full));
            // The operating system resolves links in the folder; what follows a link cannot be simplified as text: 'link/..' is not '.'.
            folder = ResolveFolder(folder) ?? System.IO.Path.GetFullPath(folder);
            full = System.IO.Path.Combine(folder, name);
            var status = FileStatus.Find(full, followLinks: false);
            Check(status);
            if (status is null)
                CheckName(full);
            if (status?.Kind != FileKind.Link)
                return status is null ? new WriteTarget(full, false) : CheckPermission(new WriteTarget(full, true));
            if (IsOfProcess(folder))
                throw new IOException("it is an open stream of a process, expected the path of a file. Write to a file, and copy it from there.");
            var next = new FileInfo(full).LinkTarget ?? throw new IOException("its link cannot be read.");
            full = System.IO.Path.IsPathRooted(next) ? next : $"{folder}{System.IO.Path.DirectorySeparatorChar}{next}";
            if (System.IO.Path.GetFileName(full) is "" or "." or "..")
                throw new IOException("it is a link to a folder, expected the path of a file.");
        }

        throw new IOException("its links lead in a circle.");
    }

    /// <summary>Checks that nothing else than a file has taken the place since the target was found.</summary>
    /// <exception cref="IOException">The place is taken.</exception>
    public void CheckUnchanged()
    {
        var status = FileStatus.Find(Path, followLinks: false);
        Check(status);
        if (status?.Kind == FileKind.Link)
            throw new IOException("it was replaced by a link in the meantime.");
    }

    // /proc/self/fd/1, to which /dev/stdout leads: replacing the file behind it would not be what the stream's reader sees.
    private static bool IsOfProcess(string folder) => OperatingSystem.IsLinux() && folder.StartsWith("/proc/", StringComparison.Ordinal);

    private static void Check(FileStatus? status)
    {
        if (status is not null && RegularFile.Describe(status.Kind) is { } kind)
        {
            var advice = status.Kind == FileKind.Folder ? "" : " Write to a file, and copy it from there.";
            throw new IOException($"it is {kind}, expected the path of a file.{advice}");
        }
    }

    private static WriteTarget CheckPermission(WriteTarget target)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.GetAttributes(target.Path).HasFlag(FileAttributes.ReadOnly)
                ? throw new IOException("it is read-only.")
                : target;
        }

        // Renaming needs no permission for the replaced file, and root has it anyway: a file without it is not to be changed.
        const UnixFileMode write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        if ((File.GetUnixFileMode(target.Path) & write) == 0)
            throw new IOException("it is read-only. Make it writable (chmod u+w), or choose another path.");
        return GetAccess(target.Path, WritePermission) == 0
            ? target
            : throw new IOException($"it may not be written to: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    // A name that is too long shows before the work, not after it.
    private static void CheckName(string path)
    {
        try
        {
            File.GetAttributes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            // Creating the folder or the file shows what else is wrong.
        }
    }

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

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetAccess(string path, int mode);
}
