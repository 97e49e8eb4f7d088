namespace MlNetRecurrent.Training.Tests;

/// <summary>A recurrence of random sizes, with every argument in a buffer of its own that protected pages surround.</summary>
internal sealed unsafe class GuardedPass : IDisposable
{
    private readonly GuardedMemory _memory;
    private readonly Dictionary<string, (nint Start, nint Count)> _buffers = [];
    private readonly RecurrentShape _shape;
    private readonly int _batch;
    private readonly int _steps;
    private readonly long[]? _lengths;
    private readonly bool _reverse;
    private readonly bool _batchFirst;

    public GuardedPass(GuardedMemory memory, RecurrentCell cell, int hidden, Random random)
    {
        (_memory, _shape) = (memory, new RecurrentShape(cell, random.Next(1, 40), hidden));
        (_batch, _steps) = (new[] { 1, random.Next(2, 6), random.Next(6, 70) }[random.Next(3)], random.Next(1, 6));
        (_reverse, _batchFirst) = (random.Next(2) == 0, random.Next(2) == 0);
        _lengths = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, _batch).Select(_ => random.NextInt64(_steps + 1))];
        nint rows = _shape.Rows, states = _batch * hidden, inputs = _batch * _steps * _shape.InputSize, outputs = _batch * _steps * hidden;
        (string Name, nint Count)[] buffers =
        [
            ("input", inputs), ("input weight", rows * _shape.InputSize), ("recurrent weight", rows * hidden), ("output", outputs),
            .. random.Next(3) == 0 ? Array.Empty<(string, nint)>() : [("input bias", rows), ("recurrent bias", rows)],
            .. random.Next(2) == 0 ? Array.Empty<(string, nint)>() : [("initial hidden", states), ("initial cell", states)],
            ("final hidden", states), ("final cell", states),
            ("output gradient", outputs), ("final hidden gradient", states), ("final cell gradient", states),
        ];
        foreach (var (name, count) in buffers)
            Add(name, count, () => (random.NextSingle() - 0.5f) / MathF.Sqrt(name.EndsWith("weight", StringComparison.Ordinal) ? hidden : 1));
        foreach (var name in new[] { "input", "input weight", "recurrent weight", "input bias", "recurrent bias", "initial hidden", "initial cell" })
        {
            if (_buffers.TryGetValue(name, out var buffer) && random.Next(5) > 0)
                Add($"d {name}", buffer.Count, () => float.NaN);
        }
    }

    /// <summary>Runs both passes; returns the contents of all buffers.</summary>
    public Dictionary<string, float[]> Run()
    {
        using var pass = RecurrentPass.Create(_shape, _batch, _steps, _lengths, _reverse, keeps: true);
        var forward = new ForwardArguments
        {
            Weights = Weights(""),
            Input = Sequence("input", _shape.InputSize),
            InitialHidden = Pointer("initial hidden"),
            InitialCell = CellPointer("initial cell"),
            Output = Sequence("output", _shape.HiddenSize),
            FinalHidden = Pointer("final hidden"),
            FinalCell = CellPointer("final cell"),
        };
        RecurrentPass.Forward([pass], [forward]);
        var backward = new BackwardArguments
        {
            Input = forward.Input,
            OutputGradient = Sequence("output gradient", _shape.HiddenSize),
            FinalHiddenGradient = Pointer("final hidden gradient"),
            FinalCellGradient = CellPointer("final cell gradient"),
            WeightGradients = Weights("d "),
            InputGradient = Sequence("d input", _shape.InputSize),
            InitialHiddenGradient = Pointer("d initial hidden"),
            InitialCellGradient = CellPointer("d initial cell"),
        };
        RecurrentPass.Backward([pass], [backward]);
        return _buffers.ToDictionary(buffer => buffer.Key, buffer => new Span<float>((void*)buffer.Value.Start, (int)buffer.Value.Count).ToArray());
    }

    public void Dispose()
    {
        foreach (var (start, _) in _buffers.Values)
            _memory.Free((float*)start);
    }

    public override string ToString() =>
        $"{_shape} batch {_batch}, steps {_steps}, reverse {_reverse}, batch first {_batchFirst}, lengths {string.Join(" ", _lengths ?? [])}";

    private void Add(string name, nint count, Func<float> next)
    {
        var start = _memory.Allocate(count);
        for (nint index = 0; index < count; index++)
            start[index] = next();
        _buffers.Add(name, ((nint)start, count));
    }

    private WeightPointers Weights(string prefix) => new()
    {
        Input = Pointer($"{prefix}input weight"),
        Recurrent = Pointer($"{prefix}recurrent weight"),
        InputBias = Pointer($"{prefix}input bias"),
        RecurrentBias = Pointer($"{prefix}recurrent bias"),
    };

    private float* Pointer(string name) => _buffers.TryGetValue(name, out var buffer) ? (float*)buffer.Start : null;

    private float* CellPointer(string name) => _shape.Cell.HasCellState ? Pointer(name) : null;

    private SequencePointer Sequence(string name, int size) => !_buffers.TryGetValue(name, out var buffer) ? default
        : _batchFirst ? new SequencePointer(buffer.Start, (nint)_steps * size, size)
        : new SequencePointer(buffer.Start, size, (nint)_batch * size);
}
