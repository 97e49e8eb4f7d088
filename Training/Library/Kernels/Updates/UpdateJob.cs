namespace MlNetRecurrent.Training;

/// <summary>The updates of all parameters in one optimizer step. Large ones are shared by the threads of <see cref="WorkTeam"/>.</summary>
/// <remarks>
/// Which values a piece has depends on sizes alone, and sums are added in the order of the pieces: the number of threads changes no bit.
/// </remarks>
internal sealed unsafe class UpdateJob(UpdateMath math)
{
    private const int PieceSize = 1 << 15;

    // Below, calling helpers takes longer than the work.
    private const long SharedSize = 100_000;

    private readonly List<UpdatePointers> _memory = [];
    private readonly List<UpdateRule?> _rules = [];
    private readonly List<UpdatePiece> _pieces = [];
    private long _size;

    public UpdateJob()
        : this(UpdateMath.Widest)
    {
    }

    /// <summary>Removes all parameters.</summary>
    public void Clear()
    {
        _memory.Clear();
        _rules.Clear();
        _pieces.Clear();
        _size = 0;
    }

    /// <summary>Adds a parameter, whose values must not move until the job has run.</summary>
    /// <param name="gradient">The gradient; null for none.</param>
    /// <param name="count">The number of values.</param>
    public void Add(float* gradient, long count)
    {
        for (long start = 0; start < count; start += PieceSize)
            _pieces.Add(new UpdatePiece(_memory.Count, (nint)start, (nint)Math.Min(PieceSize, count - start)));
        _memory.Add(new UpdatePointers { Gradient = gradient });
        _rules.Add(null);
        _size += count;
    }

    /// <summary>Computes the Euclidean norm of the gradients of all parameters.</summary>
    public double ComputeGradientNorm()
    {
        var sums = new double[_pieces.Count];
        Run(piece =>
        {
            var (parameter, start, count) = _pieces[piece];
            if (_memory[parameter].Gradient != null)
                sums[piece] = math.SumSquares(_memory[parameter].Gradient + start, count);
        });
        var sum = 0.0;
        foreach (var part in sums)
            sum += part;
        return Math.Sqrt(sum);
    }

    /// <summary>Sets the update of a parameter; without one, the parameter is left unchanged.</summary>
    /// <param name="index">The index of the parameter, in the order in which they were added.</param>
    /// <param name="memory">Its memory; the gradient is the one that was added.</param>
    /// <param name="rule">The rule and its constants.</param>
    public void Set(int index, UpdatePointers memory, UpdateRule rule)
    {
        memory.Gradient = _memory[index].Gradient;
        (_memory[index], _rules[index]) = (memory, rule);
    }

    /// <summary>Updates all parameters by their rules.</summary>
    public void Run() => Run(piece =>
    {
        var (parameter, start, count) = _pieces[piece];
        _rules[parameter]?.Apply(math, _memory[parameter].From(start), count);
    });

    private void Run(Action<int> runPiece)
    {
        if (_size >= SharedSize)
        {
            WorkTeam.Run(new Work(runPiece), _pieces.Count);
            return;
        }

        for (var piece = 0; piece < _pieces.Count; piece++)
            runPiece(piece);
    }

    private sealed class Work(Action<int> runPiece) : SharedWork
    {
        public override void RunPiece(int piece) => runPiece(piece);
    }
}
