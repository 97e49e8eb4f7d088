using System.Text;
using Microsoft.Win32.SafeHandles;
using MlNetRecurrent.Files;

namespace MlNetRecurrent.Training;

/// <summary>
/// A file that this process has locked, with the text who it is. Only the lock of the operating system counts: a file that a killed process left
/// behind is not locked, and is taken over. Where the file system has no locks, a second file whose existence is the lock stands for it.
/// </summary>
internal sealed class LockFile : IDisposable
{
    private const int MaxTextLength = 4096;
    private const int MaxAttempts = 1000;

    private readonly string _path;
    private readonly string _text;
    private readonly SafeFileHandle _handle;
    private readonly string? _marker;

    private LockFile(string path, string text, SafeFileHandle handle, string? marker) =>
        (_path, _text, _handle, _marker) = (path, text, handle, marker);

    // Whether the path still leads to the file that is locked: only this process writes this text.
    private bool IsInPlace => FileLocking.ReadText(_path, MaxTextLength) == _text;

    /// <summary>Locks a file, which is created if necessary.</summary>
    /// <param name="path">The path of the lock file.</param>
    /// <param name="owner">Who locks it.</param>
    /// <param name="tryLock">Locks an open file; null for <see cref="FileLocking.TryLock"/>.</param>
    /// <returns>The locked file; null if another process, or another thread of this process, holds the lock.</returns>
    /// <exception cref="IOException">The file cannot be created, or belongs to another program.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be created or written.</exception>
    public static LockFile? TryLock(string path, LockOwner owner, Func<SafeFileHandle, bool?>? tryLock = null)
    {
        var text = owner.ToText();
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            CheckKind(path);
            SafeFileHandle handle;
            try
            {
                var options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
                handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileLocking.Share, options);
            }
            catch (IOException exception) when (FileLocking.IsHeld(exception))
            {
                return null;
            }

            string? marker = null;
            try
            {
                var locked = (tryLock ?? FileLocking.TryLock)(handle);
                if (locked == false)
                    return Close(handle);
                CheckContents(path, handle);
                if (locked is null)
                {
                    if (!TryCreate(GetMarker(path), text))
                        return Close(handle);
                    marker = GetMarker(path);
                }

                RandomAccess.SetLength(handle, 0);
                RandomAccess.Write(handle, Encoding.UTF8.GetBytes(text), 0);
                // The previous owner may have deleted the file after it was opened here: then the path has another file, or none.
                var file = new LockFile(path, text, handle, marker);
                if (file.IsInPlace)
                    return file;
                file.Dispose();
            }
            catch
            {
                handle.Dispose();
                if (marker is not null)
                    TryDelete(marker);
                throw;
            }
        }

        return null;
    }

    /// <summary>Reads who holds the lock; null if the owner has not written it yet.</summary>
    public static LockOwner? ReadOwner(string path) => LockOwner.Parse(FileLocking.ReadText(path, MaxTextLength));

    /// <summary>The file whose existence is the lock where the file system has no locks; null if it does not exist.</summary>
    public static string? FindMarker(string path) => File.Exists(GetMarker(path)) ? GetMarker(path) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle.IsClosed)
            return;
        // Deleted before it is unlocked: whoever opened it in the meantime notices that the path has another file.
        if (!OperatingSystem.IsWindows() && IsInPlace)
            TryDelete(_path);
        _handle.Dispose();
        if (_marker is not null)
            TryDelete(_marker);
    }

    private static LockFile? Close(SafeFileHandle handle)
    {
        handle.Dispose();
        return null;
    }

    private static string GetMarker(string path) => $"{path}ed";

    private static bool TryCreate(string path, string text)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            stream.Write(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    // Opening a pipe would wait, and a link could lead to a file of the user.
    private static void CheckKind(string path)
    {
        if (FileStatus.Find(path, followLinks: false)?.Kind is { } kind and not (FileKind.Regular or FileKind.Unknown))
            throw new IOException($"'{path}' is {RegularFile.Describe(kind) ?? "a symbolic link"}, expected a lock file: remove it.");
    }

    private static void CheckContents(string path, SafeFileHandle handle)
    {
        var header = new byte[LockOwner.Header.Length];
        var count = RandomAccess.Read(handle, header, 0);
        if (count > 0 && !LockOwner.Header.StartsWith(Encoding.UTF8.GetString(header, 0, count), StringComparison.Ordinal))
            throw new IOException($"'{path}' is a file of another program, expected a lock file: rename it.");
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A lock file that stays is not locked, and the next owner takes it over.
        }
    }
}
