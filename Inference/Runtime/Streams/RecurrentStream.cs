using System.Diagnostics.CodeAnalysis;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent;

/// <summary>
/// One series, step by step: each step gives the answer that scoring the whole series up to it would give, and the state is carried on.
/// </summary>
/// <remarks>
/// Heads that read the mean or maximum over time, bases, differences and transforms are carried on by the managed engine.
/// A step allocates nothing with it. A stream belongs to one thread at a time: a call while another one is under way throws
/// <see cref="InvalidOperationException"/> and changes nothing. A NaN in a step, or a value that has no transform, makes its answer NaN, and all later ones until <see cref="Reset"/> or
/// <see cref="RestoreState"/>. Streams of one model share its weights; there is nothing to dispose.
/// </remarks>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "A stream of data, as texts on time series say it.")]
public sealed unsafe class RecurrentStream
{
    private readonly RecurrentModel _model;
    private readonly StepRunner? _runner;

    // What ONNX Runtime takes and gives; the managed engine keeps the state in its own order.
    private readonly float[] _state;
    private int _busy;

    internal RecurrentStream(RecurrentModel model)
    {
        model.ThrowIfDisposed();
        StreamChecks.RequireStreamable(model);
        _model = model;
        var managed = model.ScoringEngine as ManagedEngine;
        _runner = managed is null ? null : new StepRunner(managed.Packed, managed.Memory);
        _state = new float[managed?.Packed.Stream.Size ?? model.StateSize];
    }

    /// <summary>Takes one time step and gives the answer after it.</summary>
    /// <param name="values">[features].</param>
    /// <param name="output">
    /// Takes the answer: [horizon, targets], [classes], or hidden states. NaN until there were as many steps as a seasonal or drift base reaches back
    /// (<see cref="NetworkDescription.MinimumSteps"/>).
    /// </param>
    /// <param name="quantiles">Takes the quantiles of the answer, [horizon, targets, levels]; or empty where nobody asks.</param>
    /// <exception cref="ArgumentException">A span has the wrong length; the message says which was expected.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model reads tokens, or gives no quantiles that are asked for; or another thread uses this stream.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Step(ReadOnlySpan<float> values, Span<float> output, Span<float> quantiles = default)
    {
        StreamChecks.CheckStep(_model.Network, values, [], givesTokens: false, series: 1, output.Length);
        ForecastChecks.CheckQuantiles(_model.Network, quantiles.Length, outputs: output.Length, nameof(quantiles));
        Enter();
        try
        {
            if (_runner is null)
                _model.ScoreBatch(new SequenceBatch { Values = values, Count = 1, InitialStates = _state, FinalStates = _state, Quantiles = quantiles }, output);
            else
                StepManaged(values, output, quantiles);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Takes one token and gives the answer after it.</summary>
    /// <param name="token">0 to vocabulary - 1.</param>
    /// <param name="output">Takes the answer: [classes], or what the model answers.</param>
    /// <exception cref="ArgumentException">The answer has the wrong length, or the token is not in the vocabulary.</exception>
    /// <exception cref="InvalidOperationException">The model reads values, or another thread uses this stream.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void StepToken(long token, Span<float> output)
    {
        ReadOnlySpan<long> tokens = [token];
        StreamChecks.CheckStep(_model.Network, [], tokens, givesTokens: true, series: 1, output.Length);
        Enter();
        try
        {
            if (_runner is null)
            {
                _model.ScoreBatch(new SequenceBatch { Tokens = tokens, Count = 1, InitialStates = _state, FinalStates = _state }, output);
                return;
            }

            fixed (float* target = output)
                _runner.Step(null, &token, target, null);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Starts a new series: the state becomes zeros.</summary>
    /// <exception cref="InvalidOperationException">Another thread uses this stream.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Reset()
    {
        Enter();
        Array.Clear(_state);
        _runner?.Load(null);
        Leave();
    }

    /// <summary>The state as bytes, which this model, loaded anywhere, restores with either engine.</summary>
    /// <exception cref="InvalidOperationException">Another thread uses this stream.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public byte[] SaveState()
    {
        Enter();
        try
        {
            fixed (float* state = _state)
                _runner?.Store(state);
            return StreamStateBytes.Save(_model, _state);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Continues from a saved state.</summary>
    /// <param name="bytes">What <see cref="SaveState"/> gave.</param>
    /// <exception cref="ArgumentException">The bytes are no state, or that of another model; the stream keeps the state that it had.</exception>
    /// <exception cref="InvalidOperationException">Another thread uses this stream.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void RestoreState(ReadOnlySpan<byte> bytes)
    {
        Enter();
        try
        {
            StreamStateBytes.Restore(_model, bytes, _state);
            fixed (float* state = _state)
                _runner?.Load(state);
        }
        finally
        {
            Leave();
        }
    }

    private void StepManaged(ReadOnlySpan<float> values, Span<float> output, Span<float> quantiles)
    {
        fixed (float* source = values)
        fixed (float* target = output)
        fixed (float* levels = quantiles)
        {
            if (!NaNPropagation.ContainsNaN(_model.Network, source, 1, null))
            {
                _runner!.Step(source, null, target, levels);
                return;
            }
        }

        Array.Fill(_state, float.NaN);
        fixed (float* state = _state)
            _runner!.Load(state);
        output.Fill(float.NaN);
        quantiles.Fill(float.NaN);
    }

    private void Enter()
    {
        _model.ThrowIfDisposed();
        if (Interlocked.Exchange(ref _busy, 1) != 0)
            throw new InvalidOperationException("This stream is used by another thread at this moment: give each thread a stream of its own, or let them take turns.");
    }

    private void Leave() => Volatile.Write(ref _busy, 0);
}
