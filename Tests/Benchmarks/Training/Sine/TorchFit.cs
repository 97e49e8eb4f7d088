using MlNetRecurrent.Training;
using static TorchSharp.torch;

namespace MlNetRecurrent.Benchmarks;

/// <summary>The training loop that a user of TorchSharp alone would write: full batches, a linear layer on the last time step, Adam.</summary>
internal static class TorchFit
{
    public static void Run(RecurrentCell cell, SequenceData data, int hidden, int epochs)
    {
        manual_seed(1);
        using var inputs = data.Inputs.contiguous();
        using var targets = data.Targets.squeeze(2).contiguous();
        using var recurrent = new TorchRecurrent(cell, features: 1, hidden);
        using var head = nn.Linear(hidden, 1);
        using var optimizer = optim.Adam(recurrent.Parameters.Concat(head.parameters()), 0.01);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var output = head.call(recurrent.Run(inputs).Output.select(1, -1));
            var loss = nn.functional.mse_loss(output, targets);
            loss.backward();
            optimizer.step();
            loss.item<float>();
        }
    }
}
