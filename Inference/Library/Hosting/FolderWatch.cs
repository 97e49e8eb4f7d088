using MlNetRecurrent.Files;

namespace MlNetRecurrent;

/// <summary>The events of some entries of one folder.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Identity">The device and the inode of the folder.</param>
/// <param name="Created">The time at which the folder was made: a folder that is removed and made again has no more events of the one before.</param>
/// <param name="Names">The names of the entries, in order, separated by a slash.</param>
internal sealed record FolderWatch(string Folder, (ulong Device, ulong Inode)? Identity, long Created, string Names)
{
    /// <summary>Describes the events of some entries of a folder.</summary>
    public static FolderWatch Create(string folder, IEnumerable<string> names)
    {
        var status = FileStatus.Find(folder);
        return new FolderWatch(folder, status?.Identity, status?.Created ?? 0, string.Join('/', names.Order(StringComparer.Ordinal)));
    }

    /// <summary>Starts calling back at each event, until the result is disposed.</summary>
    /// <exception cref="IOException">The operating system cannot watch the folder, or not one more.</exception>
    /// <exception cref="ArgumentException">The folder does not exist.</exception>
    public static IDisposable Start(FolderWatch watch, Action changed)
    {
        var watcher = new FileSystemWatcher(watch.Folder)
        {
            NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.Size
                | NotifyFilters.CreationTime,
        };
        try
        {
            foreach (var name in watch.Names.Split('/'))
                watcher.Filters.Add(name);
            watcher.Changed += (_, _) => changed();
            watcher.Created += (_, _) => changed();
            watcher.Deleted += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();

            // Raised when the system reports too many changes to list: the file may be among them.
            watcher.Error += (_, _) => changed();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }
}
