using TorchSharp;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A fused module of random sizes with a batch, beside TorchSharp's module with the same weights.</summary>
internal sealed class FusedCase : IDisposable
{
    private readonly RecurrentCell _cell;
    private readonly int _layers;
    private readonly bool _bidirectional;
    private readonly bool _bias;
    private readonly bool _batchFirst;
    private readonly bool _hasStates;
    private readonly int _seed;
    private readonly Dictionary<string, Tensor> _inputs = [];
    private readonly Dictionary<string, Tensor> _outputGradients = [];

    public FusedCase(RecurrentCell cell, int seed, int? layers = null, double dropout = 0)
    {
        var random = new Random(seed);
        (_cell, _seed) = (cell, seed);
        _layers = layers ?? random.Next(1, 4);
        (_bidirectional, _bias, _batchFirst, _hasStates) = (Chance(2), !Chance(4), Chance(2), Chance(2));
        var directions = _bidirectional ? 2 : 1;
        do
        {
            (InputSize, HiddenSize, Batch, Steps) = (Size(300), Size(300), Size(300), Size(60));
        }
        while ((double)Batch * Steps * HiddenSize * (HiddenSize + InputSize) * _layers * directions * cell.Blocks.Count > 4e6);
        Module = FusedModules.Create(cell, InputSize, HiddenSize, _layers, _bias, _batchFirst, dropout, _bidirectional);
        Torch = FusedModules.CreateTorch(cell, InputSize, HiddenSize, _layers, _bias, _batchFirst, dropout, _bidirectional);
        Torch?.load_state_dict(Module.state_dict());
        _inputs["input"] = Normal(Sequence(InputSize));
        _outputGradients["output"] = Normal(Sequence(directions * HiddenSize));
        long[] states = [_layers * directions, Batch, HiddenSize];
        foreach (var name in cell.HasCellState ? new[] { "hidden", "cell" } : ["hidden"])
        {
            if (_hasStates)
                _inputs[name] = Normal(states);
            _outputGradients[$"final_{name}"] = Normal(states);
        }

        bool Chance(int of) => random.Next(of) == 0;

        // Small sizes, and those next to multiples of vectors, are as likely as all others.
        int Size(int maximum) => random.Next(3) switch
        {
            0 => random.Next(1, 5),
            1 => Math.Clamp((random.Next(1, (maximum / 8) + 1) * 8) + random.Next(-1, 2), 1, maximum),
            _ => random.Next(1, maximum + 1),
        };

        Tensor Normal(long[] shape)
        {
            using var generator = new Generator((ulong)random.Next(), CPU);
            return randn(shape, generator: generator);
        }
    }

    public int InputSize { get; }

    public int HiddenSize { get; }

    public int Batch { get; }

    public int Steps { get; }

    public nn.Module Module { get; }

    /// <summary>TorchSharp's module with the same weights; null if there is none.</summary>
    public nn.Module? Torch { get; }

    public Tensor Input => _inputs["input"];

    /// <summary>Converts the module and the batch.</summary>
    public void Convert(ScalarType type)
    {
        Module.to(type);
        foreach (var name in _inputs.Keys)
            _inputs[name] = _inputs[name].to(type);
    }

    public long[] RandomLengths(int minimum = 1)
    {
        var random = new Random(_seed);
        return [.. Enumerable.Range(0, Batch).Select(_ => random.NextInt64(minimum, Steps + 1))];
    }

    /// <summary>Results, and gradients of inputs and weights, by name.</summary>
    public Dictionary<string, Tensor> Run(nn.Module module, long[]? lengths = null, Func<Tensor, Tensor>? arrange = null)
    {
        var inputs = _inputs.ToDictionary(pair => pair.Key, pair => pair.Value.clone().requires_grad_());
        foreach (var parameter in module.parameters())
            parameter.grad = null;
        var input = arrange?.Invoke(inputs["input"]) ?? inputs["input"];
        var results = FusedModules.Run(module, input, inputs.GetValueOrDefault("hidden"), inputs.GetValueOrDefault("cell"), lengths);
        Loss(results).backward();
        FusedFailure.ThrowIfAny();
        foreach (var (name, value) in inputs)
            results[$"d_{name}"] = value.grad!;
        foreach (var (name, parameter) in module.named_parameters())
            results[$"d_{name}"] = parameter.grad!;
        return results;
    }

    /// <summary>A sum of all results, weighted at random.</summary>
    public Tensor Loss(Dictionary<string, Tensor> results) => results
        .Select(pair => (pair.Value * _outputGradients[pair.Key].to(pair.Value.dtype)).sum())
        .Aggregate((sum, part) => sum.add(part, Scalars.One));

    /// <summary>Runs each sequence by itself, and puts the results together.</summary>
    public Dictionary<string, Tensor> RunEach(nn.Module module, long[] lengths)
    {
        var inputs = _inputs.ToDictionary(pair => pair.Key, pair => pair.Value.clone().requires_grad_());
        foreach (var parameter in module.parameters())
            parameter.grad = null;
        var (batch, time) = _batchFirst ? (0, 1) : (1, 0);
        var runs = lengths.Select((length, index) =>
        {
            var sequence = inputs["input"].narrow(batch, index, 1);
            var results = FusedModules.Run(module, sequence.narrow(time, 0, length), State("hidden"), State("cell"));
            var output = results["output"];
            var rest = output.shape;
            rest[time] = Steps - length;
            results["output"] = cat([output, zeros(rest)], time);
            return results;

            Tensor? State(string name) => inputs.GetValueOrDefault(name)?.narrow(1, index, 1);
        }).ToList();
        var all = runs[0].Keys.ToDictionary(name => name, name => cat([.. runs.Select(run => run[name])], name == "output" ? batch : 1));
        Loss(all).backward();
        foreach (var (name, value) in inputs)
            all[$"d_{name}"] = value.grad!;
        foreach (var (name, parameter) in module.named_parameters())
            all[$"d_{name}"] = parameter.grad!;
        return all;
    }

    public void AssertSame(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual, double tolerance)
    {
        Xunit.Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (name, value) in expected)
            TensorAssert.Close(value, actual[name], tolerance, $"{name} of {this}");
    }

    public void Dispose()
    {
        Module.Dispose();
        Torch?.Dispose();
    }

    public override string ToString() => $"""
        {_cell} seed {_seed}: batch {Batch}, steps {Steps}, input {InputSize}, hidden {HiddenSize}, layers {_layers},
        bidirectional {_bidirectional}, bias {_bias}, batch first {_batchFirst}, states {_hasStates}
        """;

    private long[] Sequence(int size) => _batchFirst ? [Batch, Steps, size] : [Steps, Batch, size];
}
