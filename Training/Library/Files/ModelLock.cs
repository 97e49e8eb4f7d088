using System.Security.Cryptography;
using System.Text;
using MlNetRecurrent.Files;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>
/// Exclusive use of a model file by one writer: <c>NAME.onnx.lock</c> next to the file, locked by the operating system for as long as this object
/// lives, and deleted with it. All symbolic links to a file share its lock. Readers need none: files are replaced atomically.
/// </summary>
internal sealed class ModelLock : IDisposable
{
    private const int MaxNameLength = 255;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly LockFile _file;

    private ModelLock(string path, string target, LockFile file) => (Path, Target, _file) = (path, target, file);

    /// <summary>The path of the model as the user gave it, for messages.</summary>
    public string Path { get; }

    /// <summary>The model file, with symbolic links followed.</summary>
    public string Target { get; }

    /// <summary>Locks a model file, which must exist.</summary>
    /// <param name="path">The path of the model.</param>
    /// <param name="command">What this process does, for the message to others.</param>
    /// <exception cref="RecurrentModelException">The file does not exist, or is not a regular file.</exception>
    /// <exception cref="IOException">Another writer uses the file, or it cannot be locked.</exception>
    public static ModelLock AcquireExisting(string path, string command)
    {
        if (FileStatus.Find(path)?.Kind is not (FileKind.Regular or FileKind.Unknown))
        {
            // States the reason.
            _ = OnnxFile.ReadBytes(path);
        }

        return Acquire(path, command);
    }

    /// <summary>Locks a model file that exists or will be written. Its folder is created if necessary.</summary>
    /// <param name="path">The path of the model.</param>
    /// <param name="command">What this process does, for the message to others.</param>
    /// <param name="wait">How long to wait for another writer; by default not at all.</param>
    /// <exception cref="IOException">Another writer uses the file, or it cannot be locked.</exception>
    public static ModelLock Acquire(string path, string command, TimeSpan wait = default)
    {
        var deadline = TimeProvider.System.GetUtcNow() + wait;
        while (true)
        {
            var target = ModelPath.Resolve(path);
            CheckKind(path, target);
            var file = GetLockFile(target);
            if (TryLock(path, file, command) is not { } locked)
            {
                if (TimeProvider.System.GetUtcNow() >= deadline)
                    throw new IOException(DescribeOwner(path, file));
                Thread.Sleep(PollInterval);
                continue;
            }

            if (ModelPath.Resolve(path) == target)
                return new ModelLock(path, target, locked);
            // The link leads to another file now.
            locked.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>The lock file of a model.</summary>
    internal static string GetLockFile(string target)
    {
        var (folder, name) = (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(target))!, System.IO.Path.GetFileName(target));
        // One more character for the marker where there are no locks.
        if (Encoding.UTF8.GetByteCount(name) + ".locked".Length > MaxNameLength)
            name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return System.IO.Path.Combine(folder, $"{name}.lock");
    }

    // A lock file next to a device would be one in the system's folder of devices.
    private static void CheckKind(string path, string target)
    {
        if (FileStatus.Find(target)?.Kind is not { } kind || RegularFile.Describe(kind) is not { } other)
            return;
        var reason = new IOException($"it is {other}, expected a regular file.");
        throw new IOException($"File '{path}' cannot be written: {reason.Message}", reason);
    }

    private static LockFile? TryLock(string path, string file, string command)
    {
        try
        {
            DurableFolder.Create(System.IO.Path.GetDirectoryName(file)!);
            return LockFile.TryLock(file, LockOwner.CreateCurrent(command));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"File '{path}' cannot be written: {exception.Message}", exception);
        }
    }

    private static string DescribeOwner(string path, string file)
    {
        var marker = LockFile.FindMarker(file);
        var owner = LockFile.ReadOwner(marker ?? file);
        // The owner writes its text right after it has taken the lock.
        for (var attempt = 0; owner is null && attempt < 10; attempt++)
        {
            Thread.Sleep(PollInterval);
            owner = LockFile.ReadOwner(marker ?? file);
        }

        var advice = marker is null
            ? "Nothing was changed: try again when it has ended."
            : $"Nothing was changed: try again when it has ended. If it no longer runs, delete '{marker}', because this file system has no locks.";
        return $"Model file '{path}' is being changed by another process: {owner?.ToString() ?? $"it holds the lock '{file}'"}. {advice}";
    }
}
