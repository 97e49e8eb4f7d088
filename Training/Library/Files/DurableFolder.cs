using System.Runtime.InteropServices;
using MlNetRecurrent.Files;

namespace MlNetRecurrent.Training;

/// <summary>Folders whose entries stay after a power loss: a new or renamed file is found only if its folder, too, is on the disk.</summary>
internal static partial class DurableFolder
{
    // errno.h, the same numbers on Linux and macOS: the disk failed, or is full.
    private const int DiskError = 5;
    private const int DiskFull = 28;

    /// <summary>Creates a folder, with all missing folders above it.</summary>
    /// <exception cref="IOException">The folder cannot be created, or a file has its path.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not create the folder.</exception>
    public static void Create(string folder)
    {
        var missing = new Stack<string>();
        for (var current = Path.GetFullPath(folder); current is not null && !Directory.Exists(current); current = Path.GetDirectoryName(current))
        {
            if (FileStatus.Find(current, followLinks: false)?.Kind is { } kind and not FileKind.Folder)
                throw new IOException($"'{current}' is {Describe(kind)}, expected a folder.");
            missing.Push(current);
        }

        Directory.CreateDirectory(folder);
        foreach (var created in missing)
            Flush(Path.GetDirectoryName(created)!);
    }

    /// <summary>Flushes the entries of a folder to the disk. On Windows, the file system does so by itself.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, 0);
        // A folder that may be written to but not read, or a file system without this operation: there is nothing more to be done.
        if (handle < 0)
            return;
        var result = Synchronize(handle);
        var (error, message) = (Marshal.GetLastPInvokeError(), Marshal.GetLastPInvokeErrorMessage());
        _ = Close(handle);
        if (result != 0 && error is DiskError or DiskFull)
            throw new IOException($"the folder '{folder}' was not flushed to the disk, so its last change may be lost: {message}.");
    }

    private static string Describe(FileKind kind) => kind == FileKind.Link ? "a link to no folder" : RegularFile.Describe(kind) ?? "a file";

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronize(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);
}
