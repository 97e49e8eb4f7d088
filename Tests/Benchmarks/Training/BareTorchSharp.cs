using MlNetRecurrent.Training;
using static TorchSharp.torch;

namespace MlNetRecurrent.Benchmarks;

/// <summary>The training loop that a user of TorchSharp alone would write: full batches, a linear layer on the last time step, Adam.</summary>
internal static class BareTorchSharp
{
    public static void Fit(RecurrentCell cell, SequenceData data, int hidden, int epochs)
    {
        manual_seed(1);
        using var inputs = data.Inputs.contiguous();
        using var targets = data.Targets.squeeze(2).contiguous();
        var (recurrent, run) = Create(cell, hidden);
        using var head = nn.Linear(hidden, 1);
        using var optimizer = optim.Adam(recurrent.parameters().Concat(head.parameters()), 0.01);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var output = head.call(run(inputs).select(1, -1));
            var loss = nn.functional.mse_loss(output, targets);
            loss.backward();
            optimizer.step();
            loss.item<float>();
        }

        recurrent.Dispose();
    }

    private static (nn.Module Module, Func<Tensor, Tensor> Run) Create(RecurrentCell cell, int hidden)
    {
        if (cell == RecurrentCell.Lstm)
        {
            var lstm = nn.LSTM(1, hidden, batchFirst: true);
            return (lstm, input => lstm.call(input).Item1);
        }

        nn.Module<Tensor, Tensor?, (Tensor, Tensor)> module = cell == RecurrentCell.Gru
            ? nn.GRU(1, hidden, batchFirst: true)
            : nn.RNN(1, hidden, batchFirst: true);
        return (module, input => module.call(input, null).Item1);
    }
}
