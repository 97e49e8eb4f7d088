using MlNetRecurrent.Engine;

namespace MlNetRecurrent;

/// <summary>
/// Many series at once, by key: each call steps some of them together, in vectors and on several threads, and carries their states on.
/// </summary>
/// <typeparam name="TKey">What names a series.</typeparam>
/// <remarks>
/// Answers are those of a <see cref="RecurrentStream"/> for each key, to the bit. Memory is bounded by the capacity; a series that has to make room hands
/// its state out. One thread at a time: a call while another one is under way throws <see cref="InvalidOperationException"/> and changes nothing.
/// A NaN in a step makes the answers of its own series NaN until its state is restored or removed.
/// </remarks>
public sealed unsafe class RecurrentStreams<TKey>
    where TKey : notnull
{
    private readonly RecurrentModel _model;
    private readonly ManagedEngine _engine;
    private readonly RecurrentStreamsOptions<TKey> _options;
    private readonly StreamSlots<TKey> _slots;
    private readonly List<StreamBlock> _blocks = [];
    private readonly StreamStepRun _job;
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
            $"Many streams at once need the managed engine, but ONNX Runtime computes this model{(model.OnnxRuntimeReason is { } reason ? $": {reason}" : ".")} Open a {nameof(RecurrentStream)} for each series instead.");
        _slots = new StreamSlots<TKey>(options.Capacity, options.Comparer);
        _job = new StreamStepRun(_engine.Runners);
        _lanes = StreamBlock.GetLaneCount(_engine.Packed);
        _workers = model.Workers;
    }

    /// <summary>How many series there are.</summary>
    public int Count => _slots.Count;

    /// <summary>Most series at once.</summary>
    public int Capacity => _options.Capacity;

    /// <summary>One time step of each of some series. A key that is new starts a series; one that stands twice takes two steps, in order.</summary>
    /// <param name="keys">The series.</param>
    /// <param name="values">[series, features].</param>
    /// <param name="outputs">Takes [series, outputs], as <see cref="RecurrentStream.Step"/> gives them.</param>
    /// <param name="quantiles">Takes the quantiles of the answers, [series, outputs, levels]; or empty where nobody asks.</param>
    /// <exception cref="ArgumentException">A span has the wrong length; the message says which was expected.</exception>
    /// <exception cref="InvalidOperationException">The model reads tokens, or gives no quantiles that are asked for; another thread uses the streams, or a new series has no room and nobody takes states.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Step(ReadOnlySpan<TKey> keys, ReadOnlySpan<float> values, Span<float> outputs, Span<float> quantiles = default)
    {
        StreamChecks.CheckStep(_model.Network, values, [], givesTokens: false, keys.Length, outputs.Length);
        ForecastChecks.CheckQuantiles(_model.Network, quantiles.Length, outputs.Length, nameof(quantiles));
        fixed (float* source = values)
        fixed (float* target = outputs)
        fixed (float* levels = quantiles)
            Step(keys, source, null, target, levels);
    }

    /// <summary>One token of each of some series.</summary>
    /// <param name="keys">The series.</param>
    /// <param name="tokens">[series], 0 to vocabulary - 1.</param>
    /// <param name="outputs">Takes [series, outputs].</param>
    /// <exception cref="ArgumentException">A span has the wrong length, or a token is not in the vocabulary.</exception>
    /// <exception cref="InvalidOperationException">The model reads values, another thread uses the streams, or a new series has no room and nobody takes states.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void StepTokens(ReadOnlySpan<TKey> keys, ReadOnlySpan<long> tokens, Span<float> outputs)
    {
        StreamChecks.CheckStep(_model.Network, [], tokens, givesTokens: true, keys.Length, outputs.Length);
        fixed (long* source = tokens)
        fixed (float* target = outputs)
            Step(keys, null, source, target, null);
    }

    /// <summary>Whether there is such a series.</summary>
    /// <exception cref="InvalidOperationException">Another thread uses the streams.</exception>
    public bool Contains(TKey key)
    {
        Enter();
        var slot = _slots.Find(key, -1);
        Leave();
        return slot >= 0;
    }

    /// <summary>Ends a series; its state is gone.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">Another thread uses the streams.</exception>
    public bool Remove(TKey key)
    {
        Enter();
        var slot = _slots.Find(key, -1);
        if (slot >= 0)
            _slots.Remove(slot);
        Leave();
        return slot >= 0;
    }

    /// <summary>The state of a series as bytes, as <see cref="RecurrentStream.SaveState"/> gives them.</summary>
    /// <exception cref="KeyNotFoundException">There is no such series.</exception>
    public byte[] SaveState(TKey key)
    {
        Enter();
        try
        {
            var slot = _slots.Find(key, -1);
            return slot >= 0 ? Save(slot) : throw new KeyNotFoundException($"There is no series '{key}'.");
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Continues a series from a saved state; a new one is started with it.</summary>
    /// <exception cref="ArgumentException">The bytes are no state, or that of another model.</exception>
    /// <exception cref="InvalidOperationException">Another thread uses the streams, or a new series has no room and nobody takes states.</exception>
    public void RestoreState(TKey key, ReadOnlySpan<byte> bytes)
    {
        Enter();
        try
        {
            var state = new float[_engine.Packed.Stream.Size];
            StreamStateBytes.Restore(_model, bytes, state);
            var slot = _slots.Find(key, -1) is >= 0 and var found ? found : Open(key);
            Block(slot).Load(slot % _lanes, state);
            _slots.Touch(slot, int.MaxValue);
        }
        finally
        {
            Leave();
        }
    }

    private void Step(ReadOnlySpan<TKey> keys, float* values, long* tokens, float* outputs, float* quantiles)
    {
        Enter();
        try
        {
            _slots.Remember(keys.Length);
            for (var position = 0; position < keys.Length; position++)
            {
                var slot = _slots.Find(keys[position], position);
                if (slot < 0)
                {
                    // A state that is handed out must have taken its step before.
                    if (_slots.IsFull && _slots.FindLeastRecent() is var oldest && Block(oldest).IsMarked(oldest % _lanes))
                        _job.Run(values, tokens, outputs, quantiles, _workers);
                    slot = Open(keys[position]);
                }

                var block = Block(slot);
                if (block.IsMarked(slot % _lanes))
                    _job.Run(values, tokens, outputs, quantiles, _workers);
                if (!block.IsStepping)
                    _job.Add(block);
                block.Mark(slot % _lanes, position);
                _slots.Touch(slot, position);
            }

            _job.Run(values, tokens, outputs, quantiles, _workers);
        }
        finally
        {
            _job.Clear();
            Leave();
        }
    }

    private int Open(TKey key)
    {
        if (_slots.IsFull)
        {
            var evicted = _options.OnEvicted ?? throw new InvalidOperationException(
                $"There is no room for series '{key}': {Capacity} are open, the capacity. Remove some, raise the capacity, or let {nameof(RecurrentStreamsOptions<>.OnEvicted)} take states.");
            var oldest = _slots.FindLeastRecent();
            evicted(_slots.GetKey(oldest), Save(oldest));
            _slots.Remove(oldest);
        }

        var slot = _slots.Add(key);
        if (slot / _lanes == _blocks.Count)
            _blocks.Add(new StreamBlock(_engine.Packed, _engine.Memory));
        Block(slot).Fill(slot % _lanes, 0);
        return slot;
    }

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
            throw new InvalidOperationException("These streams are used by another thread at this moment: let threads take turns, or give each thread series of its own.");
    }

    private void Leave() => Volatile.Write(ref _busy, 0);
}
