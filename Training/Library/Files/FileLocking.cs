using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using MlNetRecurrent.Files;

namespace MlNetRecurrent.Training;

/// <summary>
/// Exclusive locks of the operating system on open files. The system releases them when the process ends, however it ends, so they are never stale.
/// </summary>
internal static partial class FileLocking
{
    // sys/file.h
    private const int ExclusiveWithoutWaiting = 2 | 4;

    /// <summary>The share mode with which lock files are opened.</summary>
    /// <value>
    /// On Windows, others may read who holds the lock, but not write. Elsewhere, .NET takes the lock while it opens the file.
    /// </value>
    public static FileShare Share => OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    /// <summary>Locks an open file.</summary>
    /// <returns>Whether the lock was taken; false if another process holds it; null if the file system has no locks.</returns>
    public static bool? TryLock(SafeFileHandle file)
    {
        // .NET ignores that a file system has no locks, and an environment variable turns its locks off.
        if (OperatingSystem.IsWindows() || Lock(file, ExclusiveWithoutWaiting) == 0)
            return true;
        return Marshal.GetLastPInvokeError() == WouldBlock ? false : null;
    }

    /// <summary>Whether opening a file failed because another process holds its lock.</summary>
    public static bool IsHeld(IOException exception) =>
        exception.HResult == (OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : WouldBlock);

    /// <summary>Reads the text of a file that may be locked; empty if there is none.</summary>
    public static string ReadText(string path, int maxLength)
    {
        // Opening a pipe would wait for its writer.
        if (FileStatus.Find(path)?.Kind is not (FileKind.Regular or FileKind.Unknown))
            return "";
        try
        {
            // .NET would refuse to open a file with a lock, even for reading.
            using var file = OperatingSystem.IsWindows()
                ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
                : Open(path, 0);
            if (file.IsInvalid)
                return "";
            var buffer = new byte[maxLength];
            return System.Text.Encoding.UTF8.GetString(buffer, 0, RandomAccess.Read(file, buffer, 0));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The text only says who holds the lock.
            return "";
        }
    }

    // errno.h
    private static int WouldBlock => OperatingSystem.IsLinux() ? 11 : 35;

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);
}
