using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MlNetRecurrent.Files;

namespace MlNetRecurrent.Training;

/// <summary>A temporary file that becomes another one when it is complete. A lock tells a living writer from a dead one.</summary>
/// <remarks>
/// <para>
/// The name is <c>.UNIQUE.MACHINE.partial</c>. The writer holds a lock (<c>flock</c>) until the file is renamed or deleted; the operating system
/// releases it when the writer dies. A process number would not do: numbers are used again, and those of one container mean nothing in another.
/// </para>
/// <para>
/// <see cref="Sweep"/> deletes a file whose lock is free. Locks of another machine may be invisible on a network file system, so a file of another
/// machine, or of this one before it started anew, must also be a day old; likewise the files of version 0.1, <c>.UNIQUE.partial</c>.
/// </para>
/// </remarks>
internal sealed partial class PartialFile : IDisposable
{
    private const int Attempts = 10;

    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);
    private static readonly string Machine = DescribeMachine();

    private readonly FileStream _stream;
    private bool _isMoved;

    private PartialFile(string path, FileStream stream) => (Path, _stream) = (path, stream);

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>Creates an empty file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isPrivate">Whether nobody else may read the file until its mode is set; otherwise it has the default mode of new files.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not create files in the folder.</exception>
    public static PartialFile Create(string folder, bool isPrivate = false)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None,
            BufferSize = 0,
        };
        if (isPrivate && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        for (var attempt = 1; ; attempt++)
        {
            // Not derived from the name of the file, which may already have the maximum length.
            var path = System.IO.Path.Combine(folder, $".{Guid.NewGuid():N}.{Machine}.partial");
            if (TryCreate(path, options) is { } partial)
                return partial;
            if (attempt == Attempts)
                throw new IOException($"temporary files in '{folder}' are deleted by another program.");
        }
    }

    // Between creation and lock, another process may take the file for one of a dead writer, and delete it.
    private static PartialFile? TryCreate(string path, FileStreamOptions options)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, options);
        }
        catch (IOException exception) when (FileLocking.IsHeld(exception))
        {
            return null;
        }

        var partial = new PartialFile(path, stream);
        if (FileLocking.TryLock(stream.SafeFileHandle) != false && File.Exists(path))
            return partial;
        partial.Dispose();
        return null;
    }

    /// <summary>Deletes the files of dead writers in a folder, as far as possible.</summary>
    public static void Sweep(string folder)
    {
        // Nothing here is worth failing for: what cannot be deleted now is deleted by a later write.
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, ".*.partial"))
                TrySweep(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="IOException">The disk is full, or the file is too large for it.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // How .NET reports EFBIG: a limit of the file system, such as FAT's 4 GB, or of the user (ulimit -f).
            throw new IOException($"{bytes.Length:N0} bytes are more than the file system or the limits of the user permit.", exception);
        }
    }

    /// <summary>Flushes contents and mode to the disk.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <summary>Gives the file its final path, and replaces the file there.</summary>
    public void MoveTo(string path)
    {
        // The lock is held until the temporary name is gone.
        File.Move(Path, path, overwrite: true);
        _isMoved = true;
    }

    /// <summary>Gives the file its final path if nothing is there.</summary>
    /// <returns>Whether the path was free.</returns>
    public bool TryMoveToNew(string path)
    {
        // .NET looks whether the path is free, and then renames: what appears between the two would be replaced.
        if (!OperatingSystem.IsWindows() && Link(Path, path) == 0)
            return true;
        try
        {
            // A file system without hard links, or an error that renaming reports, too.
            File.Move(Path, path, overwrite: false);
            _isMoved = true;
            return true;
        }
        catch (IOException) when (FileStatus.Find(path, followLinks: false) is not null)
        {
            return false;
        }
    }

    /// <summary>Deletes the temporary name.</summary>
    public void Dispose()
    {
        try
        {
            if (!_isMoved)
                File.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error of the write is the one to report, and a later write deletes the file.
        }
        finally
        {
            _stream.Dispose();
        }
    }

    private static void TrySweep(string path)
    {
        if (Name.Match(System.IO.Path.GetFileName(path)) is not { Success: true } match
            || FileStatus.Find(path, followLinks: false)?.Kind is not (FileKind.Regular or FileKind.Unknown))
            return;
        var isOld = DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > MaxAge;
        if (!isOld && (OperatingSystem.IsWindows() || match.Groups["machine"].Value != Machine))
            return;
        try
        {
            // Fails if a writer has the file: .NET locks what it opens.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            // Where files cannot be locked, a dead writer is not told from a living one.
            if (FileLocking.TryLock(stream.SafeFileHandle) == true || isOld)
                File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file of a living writer, or of another user.
        }
    }

    // The same for all containers of a machine, whose locks are visible to each other, and another one after each start of the machine.
    private static string DescribeMachine()
    {
        const string file = "/proc/sys/kernel/random/boot_id";
        var text = OperatingSystem.IsLinux() && File.Exists(file) ? File.ReadAllText(file) : Environment.MachineName;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    [GeneratedRegex(@"^\.[0-9a-f]{32}(\.(?<machine>[0-9a-f]{16}))?\.partial$", RegexOptions.CultureInvariant)]
    private static partial Regex Name { get; }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string source, string path);
}
