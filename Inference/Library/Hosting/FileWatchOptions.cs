namespace MlNetRecurrent;

/// <summary>The times and the callbacks of a <see cref="FileWatch"/>.</summary>
internal sealed record FileWatchOptions
{
    /// <summary>The time without further changes after which a change is reported.</summary>
    public required TimeSpan Delay { get; init; }

    /// <summary>The time between two polls; zero or infinite for none.</summary>
    public required TimeSpan PollInterval { get; init; }

    /// <summary>Called when the file has changed. Returns false if the file could not be read, and the call has to be repeated.</summary>
    public required Func<bool> Changed { get; init; }

    /// <summary>Called once for each folder whose events cannot be followed. It must not throw.</summary>
    public required Action<string, Exception> Unwatched { get; init; }

    /// <summary>Called when the check of the file fails. It must not throw.</summary>
    public required Action<Exception> Failed { get; init; }

    /// <summary>Starts following the events of a folder.</summary>
    public Func<FolderWatch, Action, IDisposable> WatchFolder { get; init; } = FolderWatch.Start;
}
