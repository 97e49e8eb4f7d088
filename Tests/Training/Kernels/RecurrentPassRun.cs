using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A random recurrence, run by the kernels and by formulas: its results and gradients by name, in double precision.</summary>
internal sealed unsafe class RecurrentPassRun : IDisposable
{
    private readonly RecurrentCell _cell;
    private readonly long _batch;
    private readonly long _steps;
    private readonly long[]? _lengths;
    private readonly bool _reverse;
    private readonly bool _hasBias;
    private readonly bool _hasStates;
    private readonly bool _wantsInput;
    private readonly Dictionary<string, Tensor> _inputs = [];
    private readonly Dictionary<string, Tensor> _outputGradients = [];
    private readonly Dictionary<string, Tensor> _results = [];
    private readonly Dictionary<string, Tensor> _gradients = [];
    private readonly RecurrentPass _pass;

    public RecurrentPassRun(RecurrentCell cell, Random random)
    {
        _cell = cell;
        _batch = Size(random, 70);
        _steps = Size(random, 12);
        var (input, hidden) = (Size(random, 60), Size(random, 60));
        (_reverse, _hasBias, _hasStates, _wantsInput) = (random.Next(2) == 0, random.Next(3) > 0, random.Next(2) == 0, random.Next(3) > 0);
        _lengths = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, (int)_batch).Select(_ => random.NextInt64(_steps + 1))];
        var rows = cell.Blocks.Count * hidden;
        using var generator = new Generator((ulong)random.Next(), CPU);
        Add(_inputs, "input", _batch, _steps, input);
        Add(_inputs, "input_weight", rows, input);
        Add(_inputs, "recurrent_weight", rows, hidden);
        if (_hasBias)
        {
            Add(_inputs, "input_bias", rows);
            Add(_inputs, "recurrent_bias", rows);
        }

        foreach (var name in cell.HasCellState ? new[] { "hidden", "cell" } : ["hidden"])
        {
            if (_hasStates)
                Add(_inputs, $"initial_{name}", _batch, hidden);
            Add(_outputGradients, $"final_{name}", _batch, hidden);
        }

        Add(_outputGradients, "output", _batch, _steps, hidden);
        foreach (var weight in new[] { "input_weight", "recurrent_weight" })
            _inputs[weight] /= Math.Sqrt(_inputs[weight].shape[1]);
        foreach (var (name, gradient) in _outputGradients)
            _results[name] = full_like(gradient, float.NaN);
        foreach (var (name, value) in _inputs)
            _gradients[$"d_{name}"] = full_like(value, float.NaN);
        if (!_wantsInput)
            _gradients.Remove("d_input");
        _pass = RecurrentPass.Create(
            new RecurrentShape(cell, (int)input, (int)hidden), (int)_batch, (int)_steps, _lengths, _reverse, keeps: true);

        void Add(Dictionary<string, Tensor> tensors, string name, params long[] shape) =>
            tensors[name] = randn(shape, generator: generator);
    }

    public Dictionary<string, Tensor> Kernel()
    {
        var arguments = new ForwardArguments
        {
            Weights = Weights(_inputs, ""),
            Input = Sequence(_inputs, "input"),
            InitialHidden = Pointer(_inputs, "initial_hidden"),
            InitialCell = Pointer(_inputs, "initial_cell"),
            Output = Sequence(_results, "output"),
            FinalHidden = Pointer(_results, "final_hidden"),
            FinalCell = Pointer(_results, "final_cell"),
        };
        RecurrentPass.Forward([_pass], [arguments]);
        return RepeatBackward();
    }

    public Dictionary<string, Tensor> RepeatBackward()
    {
        foreach (var gradient in _gradients.Values)
            gradient.fill_(float.NaN);
        var arguments = new BackwardArguments
        {
            Input = Sequence(_inputs, "input"),
            OutputGradient = Sequence(_outputGradients, "output"),
            FinalHiddenGradient = Pointer(_outputGradients, "final_hidden"),
            FinalCellGradient = Pointer(_outputGradients, "final_cell"),
            WeightGradients = Weights(_gradients, "d_"),
            InputGradient = Sequence(_gradients, "d_input"),
            InitialHiddenGradient = Pointer(_gradients, "d_initial_hidden"),
            InitialCellGradient = Pointer(_gradients, "d_initial_cell"),
        };
        RecurrentPass.Backward([_pass], [arguments]);
        return _results.Concat(_gradients).ToDictionary(pair => pair.Key, pair => pair.Value.clone());
    }

    public Dictionary<string, Tensor> Autograd()
    {
        var inputs = _inputs.ToDictionary(pair => pair.Key, pair => pair.Value.to(ScalarType.Float64).requires_grad_());
        var formula = new TorchRecurrenceFormula(
            _cell,
            inputs["input_weight"],
            inputs["recurrent_weight"],
            inputs.GetValueOrDefault("input_bias"),
            inputs.GetValueOrDefault("recurrent_bias"));
        var (output, hidden, cell) = formula.Run(
            inputs["input"], inputs.GetValueOrDefault("initial_hidden"), inputs.GetValueOrDefault("initial_cell"), _lengths, _reverse);
        var results = new Dictionary<string, Tensor> { ["output"] = output, ["final_hidden"] = hidden };
        if (cell is not null)
            results["final_cell"] = cell;
        results.Select(pair => (pair.Value * _outputGradients[pair.Key].to(ScalarType.Float64)).sum())
            .Aggregate((sum, part) => sum + part)
            .backward();
        foreach (var (name, input) in inputs.Where(pair => pair.Key != "input" || _wantsInput))
            results[$"d_{name}"] = input.grad ?? zeros_like(input);
        return results;
    }

    public void Dispose() => _pass.Dispose();

    public override string ToString() => $"""
        {_cell} batch {_batch}, steps {_steps}, input {_inputs["input"].shape[2]}, hidden {_inputs["recurrent_weight"].shape[1]}, reverse {_reverse}
        bias {_hasBias}, states {_hasStates}, lengths {(_lengths is null ? "none" : string.Join(" ", _lengths))}
        """;

    // Small sizes and those at the ends of vectors and tiles are as likely as others.
    private static long Size(Random random, int maximum) => random.Next(3) switch
    {
        0 => random.Next(1, 5),
        1 => Math.Clamp((random.Next(1, 9) * 8) + random.Next(-1, 2), 1, maximum),
        _ => random.Next(1, maximum + 1),
    };

    private static WeightPointers Weights(Dictionary<string, Tensor> tensors, string prefix) => new()
    {
        Input = Pointer(tensors, $"{prefix}input_weight"),
        Recurrent = Pointer(tensors, $"{prefix}recurrent_weight"),
        InputBias = Pointer(tensors, $"{prefix}input_bias"),
        RecurrentBias = Pointer(tensors, $"{prefix}recurrent_bias"),
    };

    private static float* Pointer(Dictionary<string, Tensor> tensors, string name) =>
        tensors.TryGetValue(name, out var tensor) ? (float*)TensorPointer.Of(tensor) : null;

    private static SequencePointer Sequence(Dictionary<string, Tensor> tensors, string name) => tensors.TryGetValue(name, out var tensor)
        ? new SequencePointer((nint)TensorPointer.Of(tensor), (nint)tensor.stride(0), (nint)tensor.stride(1))
        : default;
}
