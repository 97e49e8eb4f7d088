using System.Diagnostics.CodeAnalysis;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent;

/// <summary>
/// Scores one series step by step. Each step returns the output for the series up to that step, and the stream keeps the state for the next step.
/// </summary>
/// <remarks>
/// <para>The managed engine also supports pooling over time, residual baselines, differences, transforms and future covariates; its steps do not
/// allocate.</para>
/// <para>A model with future covariates advances with <see cref="Step(ReadOnlySpan{float}, in FutureInputs)"/>, and makes a forecast where
/// <see cref="Forecast"/> is given the covariates of the horizon.</para>
/// <para>Not thread-safe: a call while another call is in progress throws <see cref="InvalidOperationException"/> and changes nothing.</para>
/// <para>A NaN in a step, or a value that is undefined under the transform, makes the output of this and all later steps NaN, until
/// <see cref="Reset"/> or <see cref="RestoreState"/>. Streams share the weights of their model and need not be disposed.</para>
/// </remarks>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "A data stream, as in texts on time series.")]
public sealed unsafe class RecurrentStream
{
    private readonly RecurrentModel _model;
    private readonly StepRunner? _runner;

    // The state of ONNX Runtime; the managed engine keeps its state in another layout.
    private readonly float[] _state;
    private readonly StreamCovariates? _covariates;
    private int _busy;

    internal RecurrentStream(RecurrentModel model)
    {
        model.ThrowIfDisposed();
        StreamChecks.RequireStreamable(model);
        _model = model;
        var managed = model.ScoringEngine as ManagedEngine;
        _runner = managed is null ? null : new StepRunner(managed.Packed, managed.Memory);
        _state = new float[managed?.Packed.Stream.Size ?? model.StateSize];
        model.InitialState?.CopyTo(_state, 0);
        _covariates = model.Network.Forecast.FutureCovariates == 0 ? null : new StreamCovariates(model);
    }

    /// <summary>Scores the next time step.</summary>
    /// <param name="values">[features]; for the graph of another program, as many time steps as it takes at once.</param>
    /// <param name="output">
    /// The buffer for the output: [horizon, targets], [classes], or hidden states. The output is NaN for the first steps of a series, as long as
    /// there are fewer steps than a seasonal residual baseline requires (<see cref="NetworkDescription.MinSteps"/>).
    /// </param>
    /// <param name="quantiles">The buffer for the quantiles, [horizon, targets, levels]; empty if not needed.</param>
    /// <exception cref="ArgumentException">A span has the wrong length; the message states the expected length.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model reads tokens, has future covariates, has no quantiles but they are requested, or another thread is using this stream.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Step(ReadOnlySpan<float> values, Span<float> output, Span<float> quantiles = default)
    {
        StreamChecks.CheckStep(_model, values, [], isTokens: false, series: 1, output.Length);
        ForecastChecks.CheckQuantiles(_model.Network, quantiles.Length, outputs: output.Length, nameof(quantiles));
        Enter();
        try
        {
            if (_runner is null)
            {
                var batch = new SequenceBatch { Values = values, Count = 1, InitialStates = _state, FinalStates = _state, Quantiles = quantiles };
                _model.ScoreBatch(batch, output);
            }
            else
            {
                StepManaged(values, output, quantiles);
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Advances a model with future covariates by one time step. There is no output: see <see cref="Forecast"/>.</summary>
    /// <param name="values">[features].</param>
    /// <param name="future">
    /// The future covariates of this step: the values of its columns [columns], its time [1] and, for a model with lags, the targets before it
    /// [longest lag, targets]; or all <see cref="FutureInputs.Covariates"/> [covariates].
    /// </param>
    /// <exception cref="ArgumentException">A span is missing or has the wrong length; the message states what is expected.</exception>
    /// <exception cref="InvalidOperationException">The model has no future covariates, or another thread is using this stream.</exception>
    /// <exception cref="NotSupportedException">
    /// The model card does not say what the future covariates are: set <see cref="FutureInputs.Covariates"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Step(ReadOnlySpan<float> values, in FutureInputs future)
    {
        StreamChecks.CheckStep(_model, values, series: 1);
        Enter();
        try
        {
            var covariates = _covariates!.Get(future, series: 1, steps: 1);
            fixed (float* source = values)
            fixed (float* futureCovariates = covariates)
            {
                if (NaNPropagation.ContainsNaN(_model.Network, source, 1, futureCovariates, 1))
                    LoadNaN();
                else
                    _runner!.Step(source, null, futureCovariates, null, null);
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>
    /// Forecasts the horizon that follows the last step, with its future covariates. The state does not change: the next step continues from it.
    /// </summary>
    /// <param name="horizon">
    /// The future covariates of the horizon: the values of its columns [horizon, columns], its times [horizon] and, for a model with lags, the
    /// targets before it, up to the last step [longest lag, targets]; or all <see cref="FutureInputs.Covariates"/> [horizon, covariates].
    /// </param>
    /// <param name="output">The buffer for the forecast, [horizon, targets].</param>
    /// <param name="quantiles">The buffer for the quantiles, [horizon, targets, levels]; empty if not needed.</param>
    /// <remarks>
    /// The forecast is that of the whole sequence of steps, to the last bit. It is NaN for the first steps of a series, as long as there are fewer
    /// than a seasonal residual baseline requires (<see cref="NetworkDescription.MinSteps"/>). A NaN in the horizon makes this forecast NaN only.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// A span is missing or has the wrong length, or a time is not later than the one before; the message states what is expected.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The model has no future covariates, has no quantiles but they are requested, the stream has no step yet, or another thread is using it.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The model card does not say what the future covariates are: set <see cref="FutureInputs.Covariates"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Forecast(in FutureInputs horizon, Span<float> output, Span<float> quantiles = default)
    {
        StreamChecks.CheckForecast(_model, series: 1, output.Length, quantiles.Length);
        Enter();
        try
        {
            _covariates!.Forecast(_runner!, _covariates.Get(horizon, series: 1, _model.Network.Forecast.Horizon), output, quantiles);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>
    /// Scores the next time steps of the graph of another program, with its further inputs; or one time step or token of any other model.
    /// </summary>
    /// <param name="step">
    /// One sequence of as many time steps as the graph takes at once, such as a frame of audio, and the values of its further inputs. It has neither
    /// lengths nor states: the stream keeps them.
    /// </param>
    /// <param name="output">The buffer for the output: <see cref="RecurrentModel.GetOutputSize"/> values for the number of time steps.</param>
    /// <exception cref="ArgumentException">A span has the wrong length; the message states the expected length.</exception>
    /// <exception cref="InvalidOperationException">
    /// A part of the step does not apply to the model or is missing, or another thread is using this stream.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Step(in SequenceBatch step, Span<float> output)
    {
        if (step.Count != 1 || !step.Lengths.IsEmpty || !step.InitialStates.IsEmpty || !step.FinalStates.IsEmpty)
        {
            throw new ArgumentException(
                $"Expected a step of one sequence without lengths and states, which the stream keeps; got {step.Count} sequences"
                + $"{(step.Lengths.IsEmpty ? "" : " with lengths")}{(step.InitialStates.IsEmpty && step.FinalStates.IsEmpty ? "" : " with states")}.",
                nameof(step));
        }

        if (_model.Network.Graph is null)
        {
            StepNetwork(step, output);
            return;
        }

        Enter();
        try
        {
            var batch = new SequenceBatch
            {
                Values = step.Values,
                Tokens = step.Tokens,
                OtherInputs = step.OtherInputs,
                FutureCovariates = step.FutureCovariates,
                Quantiles = step.Quantiles,
                Count = 1,
                InitialStates = _state,
                FinalStates = _state,
            };
            _model.ScoreBatch(batch, output);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Scores the next token.</summary>
    /// <param name="token">The token ID, 0 to vocabulary size - 1.</param>
    /// <param name="output">The buffer for the output: [classes], [horizon, targets], or hidden states.</param>
    /// <exception cref="ArgumentException">The buffer has the wrong length, or the token ID is not in the vocabulary.</exception>
    /// <exception cref="InvalidOperationException">The model reads values, or another thread is using this stream.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void StepToken(long token, Span<float> output)
    {
        ReadOnlySpan<long> tokens = [token];
        StreamChecks.CheckStep(_model, [], tokens, isTokens: true, series: 1, output.Length);
        Enter();
        try
        {
            if (_runner is null)
            {
                _model.ScoreBatch(new SequenceBatch { Tokens = tokens, Count = 1, InitialStates = _state, FinalStates = _state }, output);
                return;
            }

            fixed (float* target = output)
                _runner.Step(null, &token, null, target, null);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Resets the state to zeros, or to the trained initial state of the model, to start a new series.</summary>
    /// <exception cref="InvalidOperationException">Another thread is using this stream.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Reset()
    {
        Enter();
        try
        {
            Array.Clear(_state);
            _model.InitialState?.CopyTo(_state, 0);
            _runner?.Load(null);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Returns the state as bytes. It can be restored wherever the same model file is loaded, with either engine.</summary>
    /// <exception cref="InvalidOperationException">Another thread is using this stream.</exception>
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

    /// <summary>Restores a saved state.</summary>
    /// <param name="bytes">The result of <see cref="SaveState"/>.</param>
    /// <exception cref="ArgumentException">
    /// The bytes are not a state, are damaged, or are the state of another model; the state of the stream is unchanged.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another thread is using this stream.</exception>
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

    private void StepNetwork(in SequenceBatch step, Span<float> output)
    {
        if (!step.OtherInputs.IsEmpty || !step.FutureCovariates.IsEmpty)
        {
            throw new InvalidOperationException(
                $"This model has no further inputs: leave {nameof(step.OtherInputs)} and {nameof(step.FutureCovariates)} of the step empty.");
        }

        if (step.Tokens.Length == 1 && step.Values.IsEmpty && step.Quantiles.IsEmpty)
            StepToken(step.Tokens[0], output);
        else if (step.Tokens.IsEmpty)
            Step(step.Values, output, step.Quantiles);
        else
            throw new ArgumentException($"Expected a step of one token, got {step.Tokens.Length}.", nameof(step));
    }

    private void StepManaged(ReadOnlySpan<float> values, Span<float> output, Span<float> quantiles)
    {
        fixed (float* source = values)
        fixed (float* target = output)
        fixed (float* levels = quantiles)
        {
            if (!NaNPropagation.ContainsNaN(_model.Network, source, 1, null))
            {
                _runner!.Step(source, null, null, target, levels);
                return;
            }
        }

        LoadNaN();
        output.Fill(float.NaN);
        quantiles.Fill(float.NaN);
    }

    private void LoadNaN()
    {
        Array.Fill(_state, float.NaN);
        fixed (float* state = _state)
            _runner!.Load(state);
    }

    private void Enter()
    {
        _model.ThrowIfDisposed();
        if (Interlocked.Exchange(ref _busy, 1) != 0)
            throw new InvalidOperationException("This stream is in use by another thread: synchronize the calls, or open a stream for each thread.");
    }

    private void Leave() => Volatile.Write(ref _busy, 0);
}
