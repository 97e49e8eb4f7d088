using MlNetRecurrent.Files;

namespace MlNetRecurrent;

/// <summary>
/// What the file system reports about the file at a path, after following links: two equal stamps mean that the file was neither replaced nor
/// written in between. Reading a stamp does not open the file.
/// </summary>
/// <param name="Exists">Whether there is a file at the path.</param>
/// <param name="Identity">The device and the inode; null if the operating system does not report them.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Modified">The time of the last write, which copying tools can set back.</param>
/// <param name="Changed">The time of the last change, which no tool can set; 0 if the operating system does not report it.</param>
internal readonly record struct FileStamp(bool Exists, (ulong Device, ulong Inode)? Identity, long Length, long Modified, long Changed)
{
    /// <summary>Reads the stamp of the file at a path; the default stamp if nothing is there.</summary>
    public static FileStamp Read(string path) => FileStatus.Find(path) is { } status
        ? new FileStamp(true, status.Identity, status.Length, status.Modified, status.Changed)
        : default;
}
