using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent;

/// <summary>A model that an application serves: always the newest good version of its file.</summary>
/// <remarks>
/// Thread-safe. Registered by <c>services.AddRecurrentModel("name", path)</c> and resolved by its name, <c>[FromKeyedServices("name")] HostedModel model</c>; the container
/// disposes it. When the file is replaced, scorings that are under way finish on the previous model, and new ones use the new one. A file that cannot be
/// loaded, or whose <see cref="ModelSignature"/> does not let it replace the model in use, is not used: the previous version keeps serving, and the log says
/// why. The meter <c>MlNetRecurrent</c> of <c>System.Diagnostics.Metrics</c> counts <c>mlnet_recurrent.rows</c>, <c>.batches</c> and <c>.reloads</c>, and
/// times <c>mlnet_recurrent.batch.duration</c>, each with the name as <c>model</c>.
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

        // Watched before it is read: a change in between is not missed.
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

    /// <summary>Tells that another version of the file is in use from now on. Raised on a thread of the pool, or on that of <see cref="Reload"/>.</summary>
    public event EventHandler? Reloaded;

    /// <summary>What the model in use says about itself.</summary>
    public ModelCard Card => Volatile.Read(ref _current).Model.Card;

    /// <summary>The model in use, which stays open, and the same one, until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The application has closed.</exception>
    public ModelLease Rent() => new(Hold());

    /// <summary>How many values the answer to a sequence of so many time steps has; it is the same for every version of the file that is put in use.</summary>
    public int AnswerSize(int time) => Volatile.Read(ref _current).Model.AnswerSize(time);

    /// <summary>Scores one sequence by the model in use, without allocating.</summary>
    /// <param name="sequence">[time, features], at least one time step.</param>
    /// <param name="answer">Takes the answer: <see cref="AnswerSize"/> values, [horizon, targets], [classes] or [time, classes].</param>
    /// <exception cref="ArgumentException">A span has the wrong length; the message says which was expected.</exception>
    /// <exception cref="ObjectDisposedException">The application has closed.</exception>
    public void Score(ReadOnlySpan<float> sequence, Span<float> answer) => ScoreBatch(sequence, 1, answer);

    /// <summary>Scores a batch of sequences of one length by the model in use, without allocating.</summary>
    /// <param name="sequences">[batch, time, features], at least one time step.</param>
    /// <param name="batch">How many sequences there are, at least 1.</param>
    /// <param name="answers">Takes the answers, [batch, <see cref="AnswerSize"/>].</param>
    /// <exception cref="ArgumentException">A span has the wrong length; the message says which was expected.</exception>
    /// <exception cref="ObjectDisposedException">The application has closed.</exception>
    public void ScoreBatch(ReadOnlySpan<float> sequences, int batch, Span<float> answers)
    {
        var held = Hold();
        try
        {
            held.Model.ScoreBatch(sequences, batch, answers);
        }
        finally
        {
            held.Release();
        }
    }

    /// <summary>Looks at the file now, and puts it in use if it is another one than before and a good one.</summary>
    /// <returns>Whether another version is in use. Where the file is broken or does not fit it is not, and the log says why.</returns>
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
        _metrics.Reloaded(inUse: true);
        Reloaded?.Invoke(this, EventArgs.Empty);
        return true;
    }

    /// <summary>Closes the model; scorings that are under way finish.</summary>
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

            // Retired between the two lines: the next one is there already.
            if (current.TryHold())
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
            if (string.Join("; ", loaded.Model.Signature.Differences(_current.Model.Signature)) is { Length: > 0 } differences)
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
            // Whatever is wrong with a new file, the application goes on with the old one.
            HostedModelLog.KeptOld(_logger, _name, exception);
            _metrics.Reloaded(inUse: false);
            return false;
        }
    }

    private SharedModel Load(byte[] file) => new(RecurrentModel.Load(file, _name, _options.Model), SHA256.HashData(file));
}
