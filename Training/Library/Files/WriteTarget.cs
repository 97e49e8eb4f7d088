using System.Runtime.InteropServices;
using MlNetRecurrent.Files;

namespace MlNetRecurrent.Training;

/// <summary>The file that a write to a path replaces or creates: the path itself, or the final target of a symbolic link.</summary>
internal sealed partial class WriteTarget
{
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
        full = SymbolicLinks.Follow(full);
        var status = FileStatus.Find(full, followLinks: false);
        Check(status);
        if (status is not null)
            return CheckPermission(new WriteTarget(full, true));
        CheckName(full);
        return new WriteTarget(full, false);
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

        // Renaming needs no permission for the replaced file: a file that this user may not write to is not to be changed.
        return GetAccess(target.Path, WritePermission) == 0
            ? target
            : throw new IOException(
                $"{Marshal.GetLastPInvokeErrorMessage()}. If it is read-only, make it writable (chmod u+w), or choose another path.");
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

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetAccess(string path, int mode);
}
