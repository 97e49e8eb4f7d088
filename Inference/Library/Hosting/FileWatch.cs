namespace MlNetRecurrent;

/// <summary>
/// Calls back when the file at a path has been written or replaced, or a link on the way to it was changed, and the file has not changed since for a
/// given time. Thread-safe.
/// </summary>
/// <remarks>
/// The events of the file system are followed where there are any. Some changes have none: those of network file systems, of files that are mounted
/// one by one, and of folders that are replaced as a whole. The status of the file is therefore also polled.
/// </remarks>
internal sealed class FileWatch : IDisposable
{
    // More folders than any path has.
    private const int MaxRounds = 50;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly FileWatchOptions _options;
    private readonly ITimer _settling;
    private readonly ITimer _polling;
    private readonly Dictionary<FolderWatch, IDisposable> _folders = [];
    private readonly HashSet<string> _unwatched = new(StringComparer.Ordinal);

    // The stamp that the last callback was for, null if it has to be repeated; and the stamp that a callback is due for.
    private FileStamp? _known;
    private FileStamp? _pending;
    private bool _started;
    private bool _disposed;

    /// <summary>Watches a file. Callbacks begin with <see cref="Start"/>.</summary>
    public FileWatch(string path, FileWatchOptions options, TimeProvider time)
    {
        _path = Path.GetFullPath(path);
        _options = options;

        // Otherwise, the timers would run in the context of the request that loads the model, with its log scopes and its activity.
        using var flow = ExecutionContext.IsFlowSuppressed() ? default(IDisposable) : ExecutionContext.SuppressFlow();
        _settling = time.CreateTimer(_ => Guard(Settle), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _polling = time.CreateTimer(_ => Poll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _known = FileStamp.Read(_path);
        Guard(WatchFolders);
    }

    /// <summary>Starts the callbacks, beginning with one for a change since this object was created, if there was one.</summary>
    public void Start()
    {
        lock (_lock)
            _started = true;
        Poll();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IDisposable[] folders;
        lock (_lock)
        {
            _disposed = true;
            folders = [.. _folders.Values];
            _folders.Clear();
        }

        _settling.Dispose();
        _polling.Dispose();
        foreach (var folder in folders)
            Guard(folder.Dispose);
    }

    private void Poll()
    {
        Guard(Check);

        // Not periodic: where reading the status blocks, as it does when a network file system is gone, one thread waits and no more.
        if (_options.PollInterval > TimeSpan.Zero)
            _polling.Change(_options.PollInterval, Timeout.InfiniteTimeSpan);
    }

    private void Check()
    {
        WatchFolders();
        lock (_lock)
        {
            if (!_started || _disposed)
                return;
            var stamp = FileStamp.Read(_path);
            if (stamp == (_pending ?? _known))
                return;
            _pending = stamp;
        }

        _settling.Change(_options.Delay, Timeout.InfiniteTimeSpan);
    }

    private void Settle()
    {
        bool isSettled;
        WatchFolders();
        lock (_lock)
        {
            if (_disposed || _pending is null)
                return;
            var stamp = FileStamp.Read(_path);
            isSettled = stamp == _pending;
            if (isSettled)
                (_known, _pending) = (stamp, null);
            else
                _pending = stamp;
        }

        if (!isSettled)
            _settling.Change(_options.Delay, Timeout.InfiniteTimeSpan);
        else if (!_options.Changed())
            Forget();
    }

    private void Forget()
    {
        lock (_lock)
            _known = null;
    }

    // Links may lead elsewhere now, and folders may have been made again. A folder that was made before its parent was watched had no event: the way
    // to the file is searched again until nothing new is found.
    private void WatchFolders()
    {
        // Without the file, its folder may be removed, or made again with the same identity: then it has no more events.
        var hasMore = TryWatchMore(isRenewed: !FileStamp.Read(_path).Exists);
        for (var round = 1; round < MaxRounds && hasMore; round++)
            hasMore = TryWatchMore(isRenewed: false);
    }

    private bool TryWatchMore(bool isRenewed)
    {
        var wanted = LinkChain.FindEntries(_path).Select(entries => FolderWatch.Create(entries.Key, entries)).ToHashSet();
        var ended = new List<IDisposable>();
        var failed = new List<(string Folder, Exception Exception)>();
        var hasMore = false;
        lock (_lock)
        {
            if (_disposed)
                return false;
            foreach (var (folder, watcher) in _folders.Where(entry => isRenewed || !wanted.Contains(entry.Key)).ToList())
            {
                _folders.Remove(folder);
                ended.Add(watcher);
            }

            foreach (var folder in wanted.Where(folder => !_folders.ContainsKey(folder)))
            {
                try
                {
                    _folders[folder] = _options.WatchFolder(folder, () => Guard(Check));
                    hasMore = true;
                }
                catch (Exception exception)
                {
                    // Polling goes on, and tries again; one report is enough.
                    if (_unwatched.Add(folder.Folder))
                        failed.Add((folder.Folder, exception));
                }
            }
        }

        foreach (var watcher in ended)
            Guard(watcher.Dispose);
        foreach (var (folder, exception) in failed)
            _options.Unwatched(folder, exception);
        return hasMore;
    }

    // An exception on the thread of a timer or of a watcher ends the process.
    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            _options.Failed(exception);
        }
    }
}
