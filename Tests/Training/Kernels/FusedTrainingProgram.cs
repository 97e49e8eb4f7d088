using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// A training program of fused modules, loss and optimizer, or the same of TorchSharp: a recurrent layer, a head on its final state, and Adam.
/// </summary>
internal sealed class FusedTrainingProgram : IDisposable
{
    private readonly bool _isFused;
    private readonly RecurrentCell _cell;
    private readonly int _features;
    private readonly int _hidden;
    private readonly double _learningRate;
    private readonly nn.Module _recurrent;
    private readonly nn.Module<Tensor, Tensor> _head;
    private readonly OptimizerHelper _optimizer;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;

    private FusedTrainingProgram(
        RecurrentCell cell, int features, int hidden, Tensor inputs, Tensor targets, double learningRate, bool isFused)
    {
        (_cell, _features, _hidden, _inputs, _targets, _learningRate, _isFused) = (cell, features, hidden, inputs, targets, learningRate, isFused);
        manual_seed(1);
        _recurrent = isFused
            ? FusedModules.Create(cell, features, hidden, layers: 1, bias: true, batchFirst: true, dropout: 0, bidirectional: false)
            : FusedModules.CreateTorch(cell, features, hidden, layers: 1, bias: true, batchFirst: true, dropout: 0, bidirectional: false)!;
        _head = isFused ? new FusedLinear(hidden, 1) : nn.Linear(hidden, 1);
        Parameters = [.. _recurrent.parameters(), .. _head.parameters()];
        _optimizer = isFused ? new FusedAdam(Parameters, learningRate) : optim.Adam(Parameters, learningRate);
    }

    /// <summary>The cells that TorchSharp has.</summary>
    public static TheoryData<string> Cells => [.. RecurrentCell.All.Where(cell => cell != RecurrentCell.GruResetBefore).Select(cell => cell.Name)];

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Creates a program of this library with random data.</summary>
    public static FusedTrainingProgram Create(RecurrentCell cell, int batch, int time, int features, int hidden)
    {
        manual_seed(2);
        return Create(cell, randn(batch, time, features), randn(batch, 1), hidden, learningRate: 0.01);
    }

    /// <summary>Creates a program of this library.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">[batch, time, features]; disposed with the program.</param>
    /// <param name="targets">[batch, 1]; likewise.</param>
    /// <param name="hidden">The number of units.</param>
    /// <param name="learningRate">The learning rate of Adam.</param>
    public static FusedTrainingProgram Create(RecurrentCell cell, Tensor inputs, Tensor targets, int hidden, double learningRate) =>
        new(cell, (int)inputs.shape[2], hidden, inputs, targets, learningRate, isFused: true);

    /// <summary>Creates the same program of TorchSharp, which starts from the same weights.</summary>
    public FusedTrainingProgram CreateTorch() =>
        new(_cell, _features, _hidden, _inputs.alias(), _targets.alias(), _learningRate, isFused: false);

    /// <summary>Runs a step; returns the loss before it.</summary>
    public float Run()
    {
        using var scope = NewDisposeScope();
        Backward(out var loss);
        _optimizer.step();
        return loss;
    }

    /// <summary>Computes the gradients.</summary>
    public void Backward(out float loss)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        var scores = _head.call(FusedModules.Run(_recurrent, _inputs)["final_hidden"].select(0, 0));
        using var value = _isFused ? FusedLoss.MeanSquaredError(scores, _targets) : nn.functional.mse_loss(scores, _targets);
        value.backward();
        loss = value.item<float>();
    }

    public void Step() => _optimizer.step();

    /// <summary>Runs the forward pass, with a graph that nothing uses.</summary>
    public void Forward()
    {
        using var scope = NewDisposeScope();
        FusedModules.Run(_recurrent, _inputs);
    }

    /// <summary>All weights.</summary>
    public float[] GetWeights() => Flatten(parameter => parameter);

    /// <summary>All gradients.</summary>
    public float[] GetGradients() => Flatten(parameter => parameter.grad!);

    public void Dispose()
    {
        _optimizer.Dispose();
        _head.Dispose();
        _recurrent.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
    }

    private float[] Flatten(Func<Parameter, Tensor> select)
    {
        using var scope = NewDisposeScope();
        return [.. Parameters.SelectMany(parameter => select(parameter).detach().clone().data<float>().ToArray())];
    }
}
