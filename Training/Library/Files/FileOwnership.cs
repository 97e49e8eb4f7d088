using System.Runtime.InteropServices;
using MlNetRecurrent.Files;

namespace MlNetRecurrent.Training;

/// <summary>Gives a file the mode of another one and, where the operating system permits it, its owner and group.</summary>
internal static partial class FileOwnership
{
    private const uint Unchanged = uint.MaxValue;

    // A program that runs as its owner must not be made of new contents.
    private const UnixFileMode Permissions = (UnixFileMode)0b111_111_111;
    private const UnixFileMode GroupPermissions = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    /// <summary>Copies mode, owner and group. On Windows, a file has those of its folder.</summary>
    /// <exception cref="IOException">The mode cannot be set.</exception>
    public static void Copy(string source, string target)
    {
        if (OperatingSystem.IsWindows())
            return;
        var mode = File.GetUnixFileMode(source) & Permissions;
        if (FileStatus.Find(source)?.Owner is { } owner && FileStatus.Find(target)?.Owner is { } current && owner != current
            && SetOwner(target, owner.User, owner.Group) != 0
            && owner.Group != current.Group && SetOwner(target, Unchanged, owner.Group) != 0)
        {
            // The permissions of a group are not for another one.
            mode &= ~GroupPermissions;
        }

        File.SetUnixFileMode(target, mode);
    }

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOwner(string path, uint user, uint group);
}
