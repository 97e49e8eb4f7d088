namespace MlNetRecurrent;

/// <summary>Calls back when a file has been written or replaced and has not changed since for a given time. Thread-safe.</summary>
internal sealed class FileWatch : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly ITimer _timer;
    private readonly TimeSpan _delay;
    private volatile bool _started;

    /// <summary>Watches a file in an existing folder. Callbacks begin with <see cref="Start"/>.</summary>
    /// <exception cref="RecurrentModelException">The folder does not exist.</exception>
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
        _watcher.Changed += (_, _) => Schedule();
        _watcher.Created += (_, _) => Schedule();
        _watcher.Renamed += (_, _) => Schedule();

        // Raised when the system reports too many changes to list: the file may be among them.
        _watcher.Error += (_, _) => Schedule();
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Starts the callbacks, beginning with one for changes made before this call.</summary>
    public void Start()
    {
        _started = true;
        Schedule();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher.Dispose();
        _timer.Dispose();
    }

    private void Schedule()
    {
        if (_started)
            _timer.Change(_delay, Timeout.InfiniteTimeSpan);
    }
}
