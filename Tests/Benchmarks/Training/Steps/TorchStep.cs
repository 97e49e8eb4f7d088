using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Benchmarks;

/// <summary>A training step as a user of TorchSharp alone writes it: a recurrent layer of <c>torch.nn</c>, a linear head, and Adam.</summary>
internal sealed class TorchStep : IDisposable
{
    private readonly TorchRecurrent _recurrent;
    private readonly Linear _head;
    private readonly OptimizerHelper _optimizer;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly bool _readsFinalState;

    /// <param name="step">The sizes.</param>
    /// <param name="inputs">[batch, time, features].</param>
    /// <param name="targets">[batch, 1].</param>
    /// <param name="readsFinalState">Whether the head reads the final hidden state, rather than the output at the last time step.</param>
    public TorchStep(StepCase step, Tensor inputs, Tensor targets, bool readsFinalState)
    {
        (_inputs, _targets, _readsFinalState) = (inputs, targets, readsFinalState);
        manual_seed(1);
        _recurrent = new TorchRecurrent(step.Cell, step.Features, step.Hidden);
        _head = nn.Linear(step.Hidden, 1);
        _optimizer = optim.Adam(_recurrent.Parameters.Concat(_head.parameters()), 0.001);
    }

    /// <summary>Runs one step; returns the loss before it.</summary>
    public float Run()
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        var (output, states) = _recurrent.Run(_inputs);
        var loss = nn.functional.mse_loss(_head.call(_readsFinalState ? states[0].select(0, 0) : output.select(1, -1)), _targets);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _head.Dispose();
        _recurrent.Dispose();
    }
}
