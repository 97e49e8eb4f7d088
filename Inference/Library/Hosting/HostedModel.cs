using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>A model that an application serves: always the latest valid version of its file.</summary>
/// <remarks>
/// <para>Thread-safe. Registered by <c>services.AddRecurrentModel("name", path)</c> and resolved by its name,
/// <c>[FromKeyedServices("name")] HostedModel model</c>; the container disposes it.</para>
/// <para>When the file is replaced, scorings that are under way finish on the previous version, and later ones use the new one. A file that cannot be
/// loaded, or whose <see cref="ModelSignature"/> does not let it replace the model in use, is not used: the previous version keeps serving, and the
/// log says why.</para>
/// <para>The meter <c>MlNetRecurrent</c> of <c>System.Diagnostics.Metrics</c> counts <c>mlnet_recurrent.rows</c>, <c>.batches</c> and
/// <c>.reloads</c>, and times <c>mlnet_recurrent.batch.duration</c>, each with the name as <c>model</c>.</para>
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

        // Watched before it is read, so that a change in between is not missed.
        _watch = options.ReloadOnChange ? new FileWatch(options.ModelFile, options.ReloadDelay, time, () => Reload()) : null;
        try
        {
            var file = OnnxFile.ReadBytes(options.ModelFile);
            _current = Load(file);
        }
        catch
        {
            _watch?.Dispose();
            throw;
        }

        HostedModelLog.Loaded(logger, name, options.ModelFile);
        _watch?.Start();
    }

    /// <summary>Raised when a new version of the file is in use, on a pool thread or on the one that calls <see cref="Reload"/>.</summary>
    public event EventHandler? Reloaded;

    /// <summary>The card of the model in use.</summary>
    public ModelCard Card => Volatile.Read(ref _current).Model.Card;

    /// <summary>Rents the model in use: it stays open, and the same version, until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The hosted model is disposed.</exception>
    public ModelLease AcquireLease() => new(Hold());

    /// <summary>The number of values in the output for a sequence. Every version of the file that is put in use has the same.</summary>
    /// <param name="time">The number of time steps in the sequence.</param>
    public int GetOutputSize(int time) => Volatile.Read(ref _current).Model.GetOutputSize(time);

    /// <summary>Scores one sequence with the model in use, without allocating.</summary>
    /// <param name="sequence">[time, features], at least one time step.</param>
    /// <param name="output">Receives the output: <see cref="GetOutputSize"/> values, [horizon, targets], [classes] or [time, classes].</param>
    /// <exception cref="ArgumentException">A span has the wrong length; the message says which was expected.</exception>
    /// <exception cref="ObjectDisposedException">The hosted model is disposed.</exception>
    public void Score(ReadOnlySpan<float> sequence, Span<float> output) => ScoreBatch(sequence, 1, output);

    /// <summary>Scores a batch of sequences of equal length with the model in use, without allocating.</summary>
    /// <param name="sequences">[batch, time, features], at least one time step.</param>
    /// <param name="batch">The number of sequences, at least 1.</param>
    /// <param name="outputs">Receives the outputs, [batch, <see cref="GetOutputSize"/>].</param>
    /// <exception cref="ArgumentException">A span has the wrong length; the message says which was expected.</exception>
    /// <exception cref="ObjectDisposedException">The hosted model is disposed.</exception>
    public void ScoreBatch(ReadOnlySpan<float> sequences, int batch, Span<float> outputs)
    {
        var held = Hold();
        try
        {
            held.Model.ScoreBatch(sequences, batch, outputs);
        }
        finally
        {
            held.Release();
        }
    }

    /// <summary>Checks the file now, and puts it in use if it has changed, can be loaded, and can replace the model in use.</summary>
    /// <returns>Whether a new version is in use. If the file is refused, the log says why.</returns>
    public bool Reload()
    {
        lock (_reloading)
        {
            if (_disposed || !TryLoad(out var next))
                return false;
            var old = _current;
            Volatile.Write(ref _current, next);
            old.Release();
        }

        HostedModelLog.Reloaded(_logger, _name, _options.ModelFile);
        _metrics.RecordReload(inUse: true);
        Reloaded?.Invoke(this, EventArgs.Empty);
        return true;
    }

    /// <summary>Closes the model. Scorings that are under way finish.</summary>
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

    private SharedModel Hold()
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
            var current = Volatile.Read(ref _current);

            // The model was replaced between the two lines: the next one is already there.
            if (current.TryAddReference())
                return current;
        }
    }

    private bool TryLoad(out SharedModel next)
    {
        next = _current;
        try
        {
            var file = OnnxFile.ReadBytes(_options.ModelFile);
            if (SHA256.HashData(file).AsSpan().SequenceEqual(_current.Hash))
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
            // Whatever is wrong with a new file, the application continues with the previous version.
            HostedModelLog.ReloadFailed(_logger, _name, exception);
            _metrics.RecordReload(inUse: false);
            return false;
        }
    }

    private SharedModel Load(byte[] file) => new(RecurrentModel.Load(file, _name, _options.ModelOptions), SHA256.HashData(file));
}
