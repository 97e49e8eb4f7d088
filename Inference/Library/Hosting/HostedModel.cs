using Microsoft.Extensions.Logging;

namespace MlNetRecurrent;

/// <summary>A model hosted by an application, always in the latest valid version of its file.</summary>
/// <remarks>
/// <para>Thread-safe. Register it with <c>services.AddRecurrentModel("name", path)</c> and resolve it by name with
/// <c>[FromKeyedServices("name")] HostedModel model</c>. The container disposes it.</para>
/// <para>When the file is replaced, or a link on the way to it leads elsewhere, scoring calls in progress complete on the previous version, and later
/// calls use the new version. The previous version stays in use, and the reason is logged and part of <see cref="Status"/>, if the new file cannot be
/// loaded, its <see cref="ModelSignature"/> is incompatible, it fails a sequence of <see cref="HostedModelOptions.Canary"/>, or it cannot be streamed
/// while the application streams the model. The first version can always be put back.</para>
/// <para>The meter <c>MlNetRecurrent</c> of <c>System.Diagnostics.Metrics</c> counts <c>mlnet_recurrent.rows</c>, <c>.batches</c> and
/// <c>.reloads</c>, and measures <c>mlnet_recurrent.batch.duration</c>, each with the name as the tag <c>model</c>.</para>
/// </remarks>
public sealed class HostedModel : IDisposable
{
    private readonly string _name;
    private readonly HostedModelOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ScoringMetrics _metrics;
    private readonly VersionLoader _loader;
    private readonly Lock _reloading = new();
    private readonly FileWatch? _watch;
    private SharedModel _current;
    private HostedModelStatus _status;
    private int _listenerFailures;
    private bool _disposed;

    internal HostedModel(
        string name,
        HostedModelOptions options,
        ILogger logger,
        TimeProvider time,
        Func<FolderWatch, Action, IDisposable>? watchFolder = null)
    {
        OnnxRuntimeEngine.Register();
        options.Validate(name);
        _name = name;
        _options = options;
        _logger = new GuardedLogger(logger);
        _time = time;
        _metrics = new ScoringMetrics(name, LogListenerFailure);
        _loader = new VersionLoader(name, options, _metrics);

        // The file is watched before it is read, so that a change in between is not missed.
        _watch = options.ReloadOnChange ? Watch(watchFolder ?? FolderWatch.Start) : null;
        try
        {
            _current = _loader.LoadFirst();
        }
        catch
        {
            _watch?.Dispose();
            throw;
        }

        _status = CreateStatus(_current);
        HostedModelLog.LogLoaded(_logger, name, options.ModelFile);
        _watch?.Start();
    }

    /// <summary>Raised when a new version of the file is in use, on a pool thread or on the thread that calls <see cref="Reload"/>.</summary>
    /// <remarks>
    /// An exception that a handler throws is logged; the other handlers are still called. A handler may call any member, including
    /// <see cref="Reload"/> and <see cref="Dispose"/>. What an <c>async void</c> handler throws after its first <c>await</c> ends the process, as
    /// everywhere in .NET.
    /// </remarks>
    public event EventHandler? Reloaded;

    /// <summary>The version in use, and whether a later version of the file was refused.</summary>
    public HostedModelStatus Status => Volatile.Read(ref _status);

    /// <summary>The card of the model in use.</summary>
    public ModelCard Card => Volatile.Read(ref _current).Model.Card;

    /// <summary>Leases the model in use. The leased version stays open until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The hosted model is disposed.</exception>
    public ModelLease AcquireLease() => new(Acquire());

    /// <summary>The number of values in the output for a sequence. It is the same for every version of the file that is put in use.</summary>
    /// <param name="steps">The number of time steps in the sequence.</param>
    public int GetOutputSize(int steps) => Volatile.Read(ref _current).Model.GetOutputSize(steps);

    /// <summary>Scores one sequence with the model in use, without allocating.</summary>
    /// <param name="sequence">The sequence, [time, features], with at least one time step.</param>
    /// <param name="output">Receives the output: <see cref="GetOutputSize"/> values, [horizon, targets], [classes] or [time, classes].</param>
    /// <exception cref="ArgumentException">A span has the wrong length. The message states the expected length.</exception>
    /// <exception cref="ObjectDisposedException">The hosted model is disposed.</exception>
    public void Score(ReadOnlySpan<float> sequence, Span<float> output) => ScoreBatch(sequence, 1, output);

    /// <summary>Scores one sequence with its future covariates with the model in use, without allocating.</summary>
    /// <param name="sequence">The sequence, [time, features], with at least one time step.</param>
    /// <param name="futureCovariates">
    /// [time + horizon, covariates]: the covariates at the time steps of the sequence, followed by those at the steps of its horizon.
    /// </param>
    /// <param name="output">Receives the output: <see cref="GetOutputSize"/> values, [horizon, targets].</param>
    /// <exception cref="ArgumentException">A span has the wrong length. The message states the expected length.</exception>
    /// <exception cref="InvalidOperationException">Future covariates are missing, or the model has none.</exception>
    /// <exception cref="ObjectDisposedException">The hosted model is disposed.</exception>
    public void Score(ReadOnlySpan<float> sequence, ReadOnlySpan<float> futureCovariates, Span<float> output)
    {
        var shared = Acquire();
        try
        {
            shared.Model.Score(sequence, futureCovariates, output);
        }
        finally
        {
            shared.Release();
        }
    }

    /// <summary>
    /// Scores one sequence with the model in use, without allocating, and computes its future covariates as the model card says: calendar fields from
    /// the times of the steps, lags from the targets.
    /// </summary>
    /// <param name="sequence">The sequence, [time, features], with at least one time step.</param>
    /// <param name="future">What is known about the time steps of the sequence and those of its horizon.</param>
    /// <param name="output">Receives the output: <see cref="GetOutputSize"/> values, [horizon, targets].</param>
    /// <param name="quantiles">Receives the quantiles, [horizon, targets, levels]; empty if not needed.</param>
    /// <exception cref="ArgumentException">
    /// A span is missing or has the wrong length, or a time is not later than the one before. The message states what is expected.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model has no future covariates, or has no quantiles but they are requested.</exception>
    /// <exception cref="NotSupportedException">The model card does not say what the future covariates are.</exception>
    /// <exception cref="ObjectDisposedException">The hosted model is disposed.</exception>
    public void Score(ReadOnlySpan<float> sequence, in FutureInputs future, Span<float> output, Span<float> quantiles = default)
    {
        var shared = Acquire();
        try
        {
            shared.Model.Score(sequence, future, output, quantiles);
        }
        finally
        {
            shared.Release();
        }
    }

    /// <summary>Scores a batch of sequences of equal length with the model in use, without allocating.</summary>
    /// <param name="sequences">The sequences, [batch, time, features], with at least one time step.</param>
    /// <param name="batch">The number of sequences, at least 1.</param>
    /// <param name="outputs">Receives the outputs, [batch, <see cref="GetOutputSize"/>].</param>
    /// <exception cref="ArgumentException">A span has the wrong length. The message states the expected length.</exception>
    /// <exception cref="ObjectDisposedException">The hosted model is disposed.</exception>
    public void ScoreBatch(ReadOnlySpan<float> sequences, int batch, Span<float> outputs)
    {
        var shared = Acquire();
        try
        {
            shared.Model.ScoreBatch(sequences, batch, outputs);
        }
        finally
        {
            shared.Release();
        }
    }

    /// <summary>Checks the file now, and puts it in use if it has changed, can be loaded, and is compatible with the model in use.</summary>
    /// <returns>
    /// Whether a new version was put in use. If the file is rejected, the reason is logged, and is the <see cref="HostedModelStatus.RefusedReason"/>
    /// of <see cref="Status"/>.
    /// </returns>
    public bool Reload() => CheckFile(isRepeated: false).IsReloaded;

    /// <summary>Closes the model. Scoring calls in progress complete.</summary>
    public void Dispose()
    {
        _watch?.Dispose();
        lock (_reloading)
        {
            if (_disposed)
                return;
            _disposed = true;
            _current.Release();
        }
    }

    private SharedModel Acquire()
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
            var current = Volatile.Read(ref _current);

            // If this fails, the model was replaced after it was read, and the next version is already available.
            if (current.TryAddReference())
                return current;
        }
    }

    // A version that is refused for the same reason as before is not logged again when it is checked repeatedly.
    private (bool IsReloaded, bool IsRead) CheckFile(bool isRepeated)
    {
        SharedModel? previous = null;
        Exception? refusal = null;
        HostedModelStatus before;
        lock (_reloading)
        {
            if (_disposed)
                return (false, true);
            before = _status;
            try
            {
                if (_loader.LoadNext(_current) is { } next)
                {
                    previous = _current;
                    Volatile.Write(ref _current, next);
                    Volatile.Write(ref _status, CreateStatus(next));
                }
                else
                {
                    Volatile.Write(ref _status, before with { RefusedSince = null, RefusedReason = null });
                }
            }
            catch (Exception exception)
            {
                // The application continues with the previous version, whatever is wrong with the new file.
                refusal = exception;
                var since = before.RefusedSince ?? _time.GetUtcNow();
                Volatile.Write(ref _status, before with { RefusedSince = since, RefusedReason = exception.Message });
            }
        }

        // Loggers, listeners and handlers are the application's: none of them runs under the lock.
        if (refusal is not null)
            ReportRefusal(refusal, isRepeated && refusal.Message == before.RefusedReason);
        else if (previous is not null)
            ReportReload(previous);
        else if (before.RefusedSince is not null)
            HostedModelLog.LogRestored(_logger, _name, _options.ModelFile);
        return (previous is not null, refusal is null || !VersionLoader.IsUnread(refusal));
    }

    private void ReportRefusal(Exception refusal, bool isKnown)
    {
        if (isKnown)
            return;
        HostedModelLog.LogReloadFailed(_logger, _name, _options.ModelFile, refusal);
        _metrics.RecordReload(inUse: false);
    }

    private void ReportReload(SharedModel previous)
    {
        previous.Release();
        HostedModelLog.LogReloaded(_logger, _name, _options.ModelFile);
        _metrics.RecordReload(inUse: true);
        foreach (var handler in Delegate.EnumerateInvocationList(Reloaded))
        {
            try
            {
                handler(this, EventArgs.Empty);
            }
            catch (Exception exception)
            {
                HostedModelLog.LogHandlerFailed(_logger, _name, nameof(Reloaded), exception);
            }
        }
    }

    private HostedModelStatus CreateStatus(SharedModel model) => new()
    {
        ModelFile = _options.ModelFile,
        Fingerprint = Convert.ToHexStringLower(model.Hash),
        LoadedAt = _time.GetUtcNow(),
    };

    private FileWatch Watch(Func<FolderWatch, Action, IDisposable> watchFolder) => new(
        _options.ModelFile,
        new FileWatchOptions
        {
            Delay = _options.ReloadDelay,
            PollInterval = _options.PollInterval,
            Changed = () => CheckFile(isRepeated: true).IsRead,
            Unwatched = (folder, exception) => HostedModelLog.LogUnwatched(_logger, _name, folder, _options.PollInterval, exception),
            Failed = exception => HostedModelLog.LogCheckFailed(_logger, _name, _options.ModelFile, exception),
            WatchFolder = watchFolder,
        },
        _time);

    // A listener that throws does so at every call: one report is enough.
    private void LogListenerFailure(Exception exception)
    {
        if (Interlocked.Exchange(ref _listenerFailures, 1) == 0)
            HostedModelLog.LogHandlerFailed(_logger, _name, "metrics", exception);
    }
}
