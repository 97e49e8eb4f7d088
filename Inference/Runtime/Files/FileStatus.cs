using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MlNetRecurrent.Files;

/// <summary>The kind, the owner, the identity, the length and the times of an entry in a file system, read without opening it.</summary>
/// <param name="Kind">The kind of the entry.</param>
/// <param name="Owner">The number of the user who owns it, and of its group; null if the operating system does not report them.</param>
/// <param name="Identity">The device and the inode, equal for two paths of the same file; null if the operating system does not report them.</param>
internal sealed partial record FileStatus(FileKind Kind, (uint User, uint Group)? Owner, (ulong Device, ulong Inode)? Identity)
{
    // linux/stat.h: the layout of struct statx is the same on every architecture.
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicFieldsAndCreation = 0xfff;
    private const int StructureSize = 256;

    /// <summary>The length of the contents in bytes.</summary>
    public long Length { get; private init; }

    /// <summary>The time at which the contents last changed, as a number that differs when the time does. A writer can set it back.</summary>
    public long Modified { get; private init; }

    /// <summary>
    /// The time at which contents, name or attributes last changed, as a number that differs when the time does. No writer can set it; 0 if the
    /// operating system does not report it.
    /// </summary>
    public long Changed { get; private init; }

    /// <summary>
    /// The time at which the entry was made, as a number that differs when the time does; 0 if the file system does not record it. Inodes are used
    /// again: an entry that is removed and made again can have the same identity.
    /// </summary>
    public long Created { get; private init; }

    /// <summary>Reads the status of a path. Opening a pipe would wait for its writer, and opening a device can have effects; this has none.</summary>
    /// <param name="path">The path.</param>
    /// <param name="followLinks">Whether the status of a symbolic link is the one of its target.</param>
    /// <returns>The status, or null if nothing is there, or if it cannot be reached.</returns>
    public static FileStatus? Find(string path, bool followLinks = true)
    {
        if (OperatingSystem.IsLinux())
            return FindOnLinux(path, followLinks);
        var link = File.Exists(path) || Directory.Exists(path) ? File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint) : (bool?)null;
        return link is null ? null
            : link.Value && !followLinks ? new FileStatus(FileKind.Link, null, null)
            : Directory.Exists(path) ? new FileStatus(FileKind.Folder, null, null)
            : WithTimes(new FileStatus(OperatingSystem.IsWindows() ? FileKind.Regular : FileKind.Unknown, null, null), path);
    }

    private static FileStatus? WithTimes(FileStatus status, string path)
    {
        try
        {
            var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            return status with { Length = file.Length, Modified = file.LastWriteTimeUtc.Ticks };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Removed or made unreachable since it was found.
            return null;
        }
    }

    private static FileStatus? FindOnLinux(string path, bool followLinks)
    {
        Span<byte> buffer = stackalloc byte[StructureSize];
        try
        {
            var flags = followLinks ? 0 : NoFollow;
            if (path.Contains('\0') || GetStatus(CurrentFolder, path, flags, BasicFieldsAndCreation, ref MemoryMarshal.GetReference(buffer)) != 0)
                return null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return File.Exists(path) || Directory.Exists(path) ? new FileStatus(FileKind.Unknown, null, null) : null;
        }

        var kind = (Read16(buffer, 28) & 0xf000) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0xa000 => FileKind.Link,
            0x1000 => FileKind.Pipe,
            0x2000 or 0x6000 => FileKind.Device,
            0xc000 => FileKind.Socket,
            _ => FileKind.Unknown,
        };
        var device = ((ulong)Read32(buffer, 136) << 32) | Read32(buffer, 140);
        return new FileStatus(kind, (Read32(buffer, 20), Read32(buffer, 24)), (device, Read64(buffer, 32)))
        {
            Length = (long)Read64(buffer, 40),
            Modified = ReadTime(buffer, 112),
            Changed = ReadTime(buffer, 96),
            Created = ReadTime(buffer, 80),
        };
    }

    // Seconds and nanoseconds; a product that overflows still differs when the time does.
    private static long ReadTime(ReadOnlySpan<byte> buffer, int offset) =>
        unchecked(((long)Read64(buffer, offset) * 1_000_000_000) + Read32(buffer, offset + 8));

    private static uint Read16(ReadOnlySpan<byte> buffer, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(buffer[offset..]);

    private static uint Read32(ReadOnlySpan<byte> buffer, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(buffer[offset..]);

    private static ulong Read64(ReadOnlySpan<byte> buffer, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(buffer[offset..]);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetStatus(int folder, string path, int flags, uint fields, ref byte status);
}
