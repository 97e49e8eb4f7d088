using MlNetRecurrent.Engine;

namespace MlNetRecurrent;

/// <summary>
/// Scores many series step by step, each identified by a key. Each call advances any number of series in parallel, with vector instructions and
/// several threads, and keeps their states for the next call.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <remarks>
/// <para>Outputs are identical to those of a <see cref="RecurrentStream"/> for each key. The capacity limits the memory; when it is reached, the
/// least recently stepped series is evicted if <see cref="RecurrentStreamsOptions{TKey}.OnEvicted"/> is set.</para>
/// <para>Not thread-safe: a call while another call is in progress throws <see cref="InvalidOperationException"/> and changes nothing.</para>
/// <para>A NaN in a step makes the outputs of its series NaN until the state of the series is restored or removed.</para>
/// </remarks>
public sealed unsafe class RecurrentStreams<TKey>
    where TKey : notnull
{
    private readonly RecurrentModel _model;
    private readonly ManagedEngine _engine;
    private readonly RecurrentStreamsOptions<TKey> _options;
    private readonly StreamSlots<TKey> _slots;
    private readonly List<StreamBlock> _blocks = [];
    private readonly List<int> _newPositions = [];
    private readonly StreamStepRun _stepRun;
    private readonly StepRunner? _runner;
    private readonly StreamCovariates? _covariates;
    private readonly float[] _state = [];
    private readonly int _lanes;
    private readonly int _workers;
    private int _busy;

    internal RecurrentStreams(RecurrentModel model, RecurrentStreamsOptions<TKey> options)
    {
        options.Validate();
        model.ThrowIfDisposed();
        StreamChecks.RequireStreamable(model);
        _model = model;
        _options = options;
        _engine = model.ScoringEngine as ManagedEngine ?? throw new NotSupportedException(
            $"Streams of many series require the managed engine, but ONNX Runtime runs this model"
            + $"{(model.OnnxRuntimeReason is { } reason ? $": {reason}" : ".")} Open a {nameof(RecurrentStream)} for each series instead.");
        _slots = new StreamSlots<TKey>(options.Capacity, options.Comparer);
        _stepRun = new StreamStepRun(_engine.Packed, _engine.Runners, _engine.Memory);
        _lanes = StreamBlock.GetLaneCount(_engine.Packed);
        _workers = model.Workers;
        if (model.Network.Forecast.FutureCovariates == 0)
            return;
        _runner = new StepRunner(_engine.Packed, _engine.Memory);
        _covariates = new StreamCovariates(model);
        _state = new float[_engine.Packed.Stream.Size];
    }

    /// <summary>The number of series.</summary>
    public int Count => _slots.Count;

    /// <summary>The maximum number of series.</summary>
    public int Capacity => _options.Capacity;

    /// <summary>
    /// Scores the next time step of each given series. A new key starts a series; a key given twice advances its series by two steps, in order.
    /// </summary>
    /// <param name="keys">The keys of the series.</param>
    /// <param name="values">[series, features].</param>
    /// <param name="outputs">
    /// The buffer for the outputs, [series, outputs], as in <see cref="RecurrentStream.Step(ReadOnlySpan{float}, Span{float}, Span{float})"/>.
    /// </param>
    /// <param name="quantiles">The buffer for the quantiles, [series, outputs, levels]; empty if not needed.</param>
    /// <remarks>If this throws, no series has stepped, with one exception: see <see cref="RecurrentStreamsOptions{TKey}.OnEvicted"/>.</remarks>
    /// <exception cref="ArgumentException">A span has the wrong length, with the expected length in the message; or a key is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model reads tokens, has future covariates, has no quantiles but they are requested, another thread is using the streams, or there is a new
    /// series, the capacity is reached and <see cref="RecurrentStreamsOptions{TKey}.OnEvicted"/> is not set.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Step(ReadOnlySpan<TKey> keys, ReadOnlySpan<float> values, Span<float> outputs, Span<float> quantiles = default)
    {
        StreamChecks.CheckStep(_model, values, [], isTokens: false, keys.Length, outputs.Length);
        ForecastChecks.CheckQuantiles(_model.Network, quantiles.Length, outputs.Length, nameof(quantiles));
        fixed (float* source = values)
        fixed (float* target = outputs)
        fixed (float* levels = quantiles)
            Step(keys, new StreamBuffers { Values = source, Outputs = target, Quantiles = levels });
    }

    /// <summary>
    /// Advances each given series of a model with future covariates by one time step. There is no output: see <see cref="Forecast"/>. A new key
    /// starts a series; a key given twice advances its series by two steps, in order.
    /// </summary>
    /// <param name="keys">The keys of the series.</param>
    /// <param name="values">[series, features].</param>
    /// <param name="future">
    /// The future covariates of the steps: the values of their columns [series, columns], their times [series] and, for a model with lags, the
    /// targets before them [series, longest lag, targets]; or all <see cref="FutureInputs.Covariates"/> [series, covariates].
    /// </param>
    /// <remarks>If this throws, no series has stepped, with one exception: see <see cref="RecurrentStreamsOptions{TKey}.OnEvicted"/>.</remarks>
    /// <exception cref="ArgumentException">
    /// A span is missing or has the wrong length, with the expected one in the message; or a key is null.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The model has no future covariates, another thread is using the streams, or there is a new series, the capacity is reached and
    /// <see cref="RecurrentStreamsOptions{TKey}.OnEvicted"/> is not set.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The model card does not say what the future covariates are: set <see cref="FutureInputs.Covariates"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Step(ReadOnlySpan<TKey> keys, ReadOnlySpan<float> values, in FutureInputs future)
    {
        StreamChecks.CheckStep(_model, values, keys.Length);
        Enter();
        try
        {
            fixed (float* source = values)
            fixed (float* covariates = _covariates!.Get(future, keys.Length, steps: 1))
                StepSeries(keys, new StreamBuffers { Values = source, FutureCovariates = covariates });
        }
        finally
        {
            _stepRun.End();
            Leave();
        }
    }

    /// <summary>
    /// Forecasts the horizon that follows the last step of each given series, with its future covariates. The states do not change: the next step
    /// continues from them.
    /// </summary>
    /// <param name="keys">The keys of the series.</param>
    /// <param name="horizon">
    /// The future covariates of the horizons: the values of their columns [series, horizon, columns], their times [series, horizon] and, for a model
    /// with lags, the targets before them [series, longest lag, targets]; or all <see cref="FutureInputs.Covariates"/> [series, horizon, covariates].
    /// </param>
    /// <param name="outputs">The buffer for the forecasts, [series, horizon, targets], as in <see cref="RecurrentStream.Forecast"/>.</param>
    /// <param name="quantiles">The buffer for the quantiles, [series, horizon, targets, levels]; empty if not needed.</param>
    /// <exception cref="ArgumentException">
    /// A span is missing or has the wrong length, or a time is not later than the one before; the message states what is expected. Or a key is null.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The model has no future covariates, has no quantiles but they are requested, or another thread is using the streams.
    /// </exception>
    /// <exception cref="KeyNotFoundException">There is no series with one of the keys.</exception>
    /// <exception cref="NotSupportedException">
    /// The model card does not say what the future covariates are: set <see cref="FutureInputs.Covariates"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Forecast(ReadOnlySpan<TKey> keys, in FutureInputs horizon, Span<float> outputs, Span<float> quantiles = default)
    {
        StreamChecks.CheckForecast(_model, keys.Length, outputs.Length, quantiles.Length);
        Enter();
        try
        {
            var covariates = _covariates!.Get(horizon, keys.Length, _model.Network.Forecast.Horizon);
            _slots.Remember(keys.Length);
            for (var position = 0; position < keys.Length; position++)
                _slots.SetSlot(position, FindSlot(keys[position], position));
            var (size, levels) = (_model.Network.OutputSize, quantiles.Length / Math.Max(1, keys.Length));
            var perSeries = covariates.Length / Math.Max(1, keys.Length);
            for (var position = 0; position < keys.Length; position++)
            {
                var slot = _slots.GetSlot(position);
                Block(slot).Store(slot % _lanes, _state);
                fixed (float* state = _state)
                    _runner!.Load(state);
                _covariates.Forecast(
                    _runner!,
                    covariates.Slice(position * perSeries, perSeries),
                    outputs.Slice(position * size, size),
                    quantiles.Slice(position * levels, levels));
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Scores the next token of each given series.</summary>
    /// <param name="keys">The keys of the series.</param>
    /// <param name="tokens">The token IDs [series], 0 to vocabulary size - 1.</param>
    /// <param name="outputs">The buffer for the outputs, [series, outputs].</param>
    /// <remarks>If this throws, no series has stepped, with one exception: see <see cref="RecurrentStreamsOptions{TKey}.OnEvicted"/>.</remarks>
    /// <exception cref="ArgumentException">A span has the wrong length, a token ID is not in the vocabulary, or a key is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model reads values, another thread is using the streams, or there is a new series, the capacity is reached and
    /// <see cref="RecurrentStreamsOptions{TKey}.OnEvicted"/> is not set.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void StepTokens(ReadOnlySpan<TKey> keys, ReadOnlySpan<long> tokens, Span<float> outputs)
    {
        StreamChecks.CheckStep(_model, [], tokens, isTokens: true, keys.Length, outputs.Length);
        fixed (long* source = tokens)
        fixed (float* target = outputs)
            Step(keys, new StreamBuffers { Tokens = source, Outputs = target });
    }

    /// <summary>Whether there is a series with the given key.</summary>
    /// <param name="key">The key of the series.</param>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the streams.</exception>
    public bool Contains(TKey key)
    {
        Enter();
        try
        {
            return _slots.Find(key, -1) >= 0;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Removes a series and discards its state.</summary>
    /// <param name="key">The key of the series.</param>
    /// <returns>Whether there was a series with this key.</returns>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the streams.</exception>
    public bool Remove(TKey key)
    {
        Enter();
        try
        {
            var slot = _slots.Find(key, -1);
            if (slot >= 0)
                _slots.Remove(slot);
            return slot >= 0;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Returns the state of a series as bytes, in the format of <see cref="RecurrentStream.SaveState"/>.</summary>
    /// <param name="key">The key of the series.</param>
    /// <exception cref="KeyNotFoundException">There is no series with this key.</exception>
    public byte[] SaveState(TKey key)
    {
        Enter();
        try
        {
            return Save(FindSlot(key, -1));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Restores the saved state of a series; a new key starts a series with this state.</summary>
    /// <param name="key">The key of the series.</param>
    /// <param name="bytes">The state, as <see cref="SaveState"/> or <see cref="RecurrentStream.SaveState"/> returned it.</param>
    /// <exception cref="ArgumentException">The bytes are not a state, are damaged, or are the state of another model; or the key is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another thread is using the streams, or there is a new series, the capacity is reached and
    /// <see cref="RecurrentStreamsOptions{TKey}.OnEvicted"/> is not set.
    /// </exception>
    public void RestoreState(TKey key, ReadOnlySpan<byte> bytes)
    {
        Enter();
        try
        {
            var state = new float[_engine.Packed.Stream.Size];
            StreamStateBytes.Restore(_model, bytes, state);
            var slot = _slots.Find(key, -1) is >= 0 and var found ? found : Open(key);
            Block(slot).Load(slot % _lanes, state);
            _slots.Touch(slot);
        }
        finally
        {
            Leave();
        }
    }

    /// <exception cref="KeyNotFoundException">There is no series with this key.</exception>
    private int FindSlot(TKey key, int position) => _slots.Find(key, position) is >= 0 and var slot
        ? slot
        : throw new KeyNotFoundException($"There is no series '{key}'.");

    // Everything that can fail comes first: the comparer, the capacity, memory, and OnEvicted. Only then do the series step, all of them.
    private void Step(ReadOnlySpan<TKey> keys, in StreamBuffers buffers)
    {
        Enter();
        try
        {
            StepSeries(keys, buffers);
        }
        finally
        {
            _stepRun.End();
            Leave();
        }
    }

    private void StepSeries(ReadOnlySpan<TKey> keys, in StreamBuffers buffers)
    {
        _slots.Remember(keys.Length);
        _stepRun.Begin(_blocks.Count, keys.Length);
        if (!TryMark(keys))
        {
            _stepRun.Clear();
            OpenNew(keys);
            _stepRun.Reserve(_blocks.Count);
            for (var position = 0; position < keys.Length; position++)
            {
                var slot = _slots.GetSlot(position);
                if (!TryMark(slot, position))
                {
                    // The series is given twice: its first step comes before its second one.
                    _stepRun.Run(buffers, _workers);
                    TryMark(slot, position);
                }
            }
        }

        _stepRun.Run(buffers, _workers);
        while (Count > Capacity)
            Evict();
    }

    // The usual call, in one pass: all series exist, and each is given once. Otherwise it marks some of them, and returns false.
    private bool TryMark(ReadOnlySpan<TKey> keys)
    {
        for (var position = 0; position < keys.Length; position++)
        {
            var slot = _slots.Find(keys[position], position);
            if (slot < 0 || !TryMark(slot, position))
                return false;
            _slots.SetSlot(position, slot);
        }

        return true;
    }

    // Returns false if the series is marked already.
    private bool TryMark(int slot, int position)
    {
        var (index, lane) = Math.DivRem(slot, _lanes);
        var block = _blocks[index];
        if (block.IsMarked(lane))
            return false;
        if (!block.IsStepping)
            _stepRun.Add(block);
        block.Mark(lane, position);
        _slots.Touch(slot);
        return true;
    }

    // Finds the slots of all series of a call, and opens the new ones.
    private void OpenNew(ReadOnlySpan<TKey> keys)
    {
        _newPositions.Clear();
        for (var position = 0; position < keys.Length; position++)
        {
            var slot = _slots.Find(keys[position], position);
            if (slot >= 0)
                _slots.SetSlot(position, slot);
            else
                _newPositions.Add(position);
        }

        if (_newPositions.Count > 0)
            Open(keys);
    }

    // Opens the new series of a call, at the positions in _newPositions.
    private void Open(ReadOnlySpan<TKey> keys)
    {
        var newKeys = new HashSet<TKey>(_options.Comparer);
        foreach (var position in _newPositions)
        {
            if (newKeys.Add(keys[position]) && _options.OnEvicted is null && Count + newKeys.Count > Capacity)
                throw CreateCapacityError(keys[position]);
        }

        // The series of this call are the most recently stepped ones, so that others are evicted first.
        var others = Count;
        if (Count + newKeys.Count > Capacity)
            others -= Touch(keys.Length);
        Reserve(newKeys.Count);
        for (var excess = Math.Min(Count + newKeys.Count - Capacity, others); excess > 0; excess--)
            Evict();
        AddNew(keys, newKeys.Count);
    }

    private void AddNew(ReadOnlySpan<TKey> keys, int count)
    {
        var added = new Stack<int>(count);
        try
        {
            foreach (var position in _newPositions)
            {
                var slot = _slots.Find(keys[position], -1);
                if (slot < 0)
                    added.Push(slot = added.Count < count ? Add(keys[position]) : throw CreateComparerError());
                _slots.SetSlot(position, slot);
            }
        }
        catch
        {
            // The comparer failed, or contradicts itself.
            while (added.TryPop(out var slot))
                _slots.Remove(slot);
            throw;
        }
    }

    // Marks the existing series of a call as stepped; returns their number.
    private int Touch(int positions)
    {
        var newPositions = new HashSet<int>(_newPositions);
        var slots = new HashSet<int>();
        for (var position = 0; position < positions; position++)
        {
            if (!newPositions.Contains(position) && slots.Add(_slots.GetSlot(position)))
                _slots.Touch(_slots.GetSlot(position));
        }

        return slots.Count;
    }

    private int Open(TKey key)
    {
        if (Count >= Capacity && _options.OnEvicted is null)
            throw CreateCapacityError(key);
        Reserve(1);
        while (Count >= Capacity)
            Evict();
        return Add(key);
    }

    private void Reserve(int newSeries)
    {
        for (var slots = _slots.Reserve(newSeries); _blocks.Count * (long)_lanes < slots;)
            _blocks.Add(new StreamBlock(_engine.Packed, _engine.Memory));
    }

    private int Add(TKey key)
    {
        var slot = _slots.Add(key);
        Block(slot).Reset(slot % _lanes);
        return slot;
    }

    private void Evict()
    {
        var oldest = _slots.FindLeastRecent();
        _options.OnEvicted!(_slots.GetKey(oldest), Save(oldest));
        _slots.Remove(oldest);
    }

    private InvalidOperationException CreateCapacityError(TKey key) => new(
        $"Series '{key}' cannot be added: the capacity of {Capacity} series is reached. Remove series, "
        + $"raise {nameof(RecurrentStreamsOptions<>.Capacity)}, or set {nameof(RecurrentStreamsOptions<>.OnEvicted)}.");

    private static InvalidOperationException CreateComparerError() => new(
        "The comparer of the keys contradicts itself: keys that were equal at first differ now.");

    private byte[] Save(int slot)
    {
        var state = new float[_engine.Packed.Stream.Size];
        Block(slot).Store(slot % _lanes, state);
        return StreamStateBytes.Save(_model, state);
    }

    private StreamBlock Block(int slot) => _blocks[slot / _lanes];

    private void Enter()
    {
        _model.ThrowIfDisposed();
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException(
                "These streams are in use by another thread: synchronize the calls, or open separate streams for each thread.");
        }
    }

    private void Leave() => Volatile.Write(ref _busy, 0);
}
