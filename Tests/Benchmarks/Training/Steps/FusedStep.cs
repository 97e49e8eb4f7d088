using MlNetRecurrent.Training;
using static TorchSharp.torch;

namespace MlNetRecurrent.Benchmarks;

/// <summary>The training step of <see cref="TorchStep"/> with the layers, the loss and the optimizer of this library in their place.</summary>
internal sealed class FusedStep : IDisposable
{
    private readonly nn.Module _recurrent;
    private readonly Func<Tensor, Tensor> _run;
    private readonly FusedLinear _head;
    private readonly FusedAdam _optimizer;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;

    /// <param name="step">The sizes.</param>
    /// <param name="inputs">[batch, time, features].</param>
    /// <param name="targets">[batch, 1].</param>
    public FusedStep(StepCase step, Tensor inputs, Tensor targets)
    {
        (_inputs, _targets) = (inputs, targets);
        manual_seed(1);
        (_recurrent, _run) = Create(step);
        _head = new FusedLinear(step.Hidden, 1);
        _optimizer = new FusedAdam(_recurrent.parameters().Concat(_head.parameters()), 0.001);
    }

    /// <summary>Runs one step; returns the loss before it.</summary>
    public float Run()
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        var loss = FusedLoss.MeanSquaredError(_head, _run(_inputs).squeeze(0), _targets);
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

    // The final hidden state, [1, batch, hidden], as a function of the input.
    private static (nn.Module Module, Func<Tensor, Tensor> Run) Create(StepCase step)
    {
        if (step.Cell == RecurrentCell.Lstm)
        {
            var lstm = new FusedLstm(step.Features, step.Hidden, batchFirst: true);
            return (lstm, input => lstm.FinalState(input).Hidden);
        }

        if (step.Cell == RecurrentCell.Gru)
        {
            var gru = new FusedGru(step.Features, step.Hidden, batchFirst: true);
            return (gru, input => gru.FinalState(input));
        }

        var rnn = new FusedRnn(step.Features, step.Hidden, batchFirst: true);
        return (rnn, input => rnn.FinalState(input));
    }
}
