using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>A model hosted by an application, always in the latest valid version of its file.</summary>
/// <remarks>
/// <para>Thread-safe. Register it with <c>services.AddRecurrentModel("name", path)</c> and resolve it by name with
/// <c>[FromKeyedServices("name")] HostedModel model</c>. The container disposes it.</para>
/// <para>When the file is replaced, scoring calls in progress complete on the previous version, and later calls use the new version. If the new file
/// cannot be loaded, or its <see cref="ModelSignature"/> is incompatible, the previous version stays in use and the reason is logged.</para>
/// <para>The meter <c>MlNetRecurrent</c> of <c>System.Diagnostics.Metrics</c> counts <c>mlnet_recurrent.rows</c>, <c>.batches</c> and
/// <c>.reloads</c>, and measures <c>mlnet_recurrent.batch.duration</c>, each with the name as the tag <c>model</c>.</para>
/// </remarks>
public sealed class HostedModel : IDisposable
{
    private readonly string _name;
    private readonly HostedModelOptions _options;
    private readonly ILogger _logger;
    private readonly ScoringMetrics _metrics;
    private readonly Lock _reloading = new();
    private readonly FileWatch? _watch;
    private SharedModel _current;
    private bool _disposed;

    internal HostedModel(string name, HostedModelOptions options, ILogger logger, TimeProvider time)
    {
        OnnxRuntimeEngine.Register();
        options.Validate(name);
        _name = name;
        _options = options;
        _logger = logger;
        _metrics = new ScoringMetrics(name);

        // The file is watched before it is read, so that a change in between is not missed.
        _watch = options.ReloadOnChange ? new FileWatch(options.ModelFile, options.ReloadDelay, time, () => Reload()) : null;
        try
        {
            var file = OnnxFile.Open(options.ModelFile);
            _current = Load(file);
        }
        catch
        {
            _watch?.Dispose();
            throw;
        }

        HostedModelLog.LogLoaded(logger, name, options.ModelFile);
        _watch?.Start();
    }

    /// <summary>Raised when a new version of the file is in use, on a pool thread or on the thread that calls <see cref="Reload"/>.</summary>
    public event EventHandler? Reloaded;

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
    /// <returns>Whether a new version was put in use. If the file is rejected, the reason is logged.</returns>
    public bool Reload()
    {
        lock (_reloading)
        {
            if (_disposed || !TryLoad(out var next))
                return false;
            var previous = _current;
            Volatile.Write(ref _current, next);
            previous.Release();
        }

        HostedModelLog.LogReloaded(_logger, _name, _options.ModelFile);
        _metrics.RecordReload(inUse: true);
        Reloaded?.Invoke(this, EventArgs.Empty);
        return true;
    }

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

    private bool TryLoad(out SharedModel next)
    {
        next = _current;
        try
        {
            var file = OnnxFile.Open(_options.ModelFile);
            if (SHA256.HashData(file.Bytes).AsSpan().SequenceEqual(_current.Hash))
                return false;
            var loaded = Load(file);
            if (string.Join("; ", loaded.Model.Signature.FindDifferences(_current.Model.Signature)) is { Length: > 0 } differences)
            {
                loaded.Release();
                throw new RecurrentModelException(
                    $"Model file '{_options.ModelFile}' cannot replace the model in use: {differences}. Restart the application to use the file.");
            }

            next = loaded;
            return true;
        }
        catch (Exception exception)
        {
            // The application continues with the previous version, whatever is wrong with the new file.
            HostedModelLog.LogReloadFailed(_logger, _name, _options.ModelFile, exception);
            _metrics.RecordReload(inUse: false);
            return false;
        }
    }

    private SharedModel Load(ParsedFile file) =>
        new(RecurrentModel.Load(file with { Name = _name }, _options.ModelOptions), SHA256.HashData(file.Bytes));
}
