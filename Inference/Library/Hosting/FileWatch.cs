namespace MlNetRecurrent;

/// <summary>Calls back when a file has been written or replaced, and has then not changed for a while. Thread-safe.</summary>
internal sealed class FileWatch : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly ITimer _timer;
    private readonly TimeSpan _delay;
    private volatile bool _started;

    /// <summary>Watches a file in an existing folder. Calls back only after <see cref="Start"/>.</summary>
    /// <exception cref="RecurrentModelException">There is no such folder.</exception>
    public FileWatch(string path, TimeSpan delay, TimeProvider time, Action changed)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new RecurrentModelException($"Model file '{path}' does not exist: train and export a model, or correct the path.");
        _delay = delay;
        _timer = time.CreateTimer(_ => changed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watcher = new FileSystemWatcher(folder, Path.GetFileName(path))
        {
            NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName | NotifyFilters.Size | NotifyFilters.CreationTime,
        };
        _watcher.Changed += (_, _) => Wait();
        _watcher.Created += (_, _) => Wait();
        _watcher.Renamed += (_, _) => Wait();

        // Raised when the system reports too many changes to list: the file may be among them.
        _watcher.Error += (_, _) => Wait();
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Calls back from now on, and once for changes before this call.</summary>
    public void Start()
    {
        _started = true;
        Wait();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher.Dispose();
        _timer.Dispose();
    }

    private void Wait()
    {
        if (_started)
            _timer.Change(_delay, Timeout.InfiniteTimeSpan);
    }
}
