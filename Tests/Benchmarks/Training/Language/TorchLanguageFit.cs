using System.Diagnostics;
using MlNetRecurrent.Training;
using static TorchSharp.torch;

namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// The training loop of a language model that a user of TorchSharp alone would write: embedding, recurrent layer, dropout, linear layer,
/// cross-entropy and Adam, over segments whose states are carried on.
/// </summary>
internal static class TorchLanguageFit
{
    /// <summary>Trains until the time is up; returns the number of epochs.</summary>
    public static double Run(RecurrentCell cell, LanguageSizes sizes, SequenceData data, FitOptions options)
    {
        manual_seed(1);
        using var embedding = nn.Embedding(sizes.Vocabulary, sizes.Embedding);
        using var recurrent = new TorchRecurrent(cell, sizes.Embedding, sizes.Hidden);
        using var dropout = nn.Dropout(sizes.Dropout);
        using var head = nn.Linear(sizes.Hidden, sizes.Vocabulary);
        using var optimizer = optim.Adam(
            [.. embedding.parameters(), .. recurrent.Parameters, .. head.parameters()], options.LearningRate, beta2: options.Beta2 ?? 0.999);
        var (start, window, time) = (Stopwatch.GetTimestamp(), options.TruncatedBpttSteps!.Value, data.Inputs.shape[1]);
        var processed = 0L;
        while (true)
        {
            Tensor[]? states = null;
            for (long step = 0; step < time; step += window)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(window, time - step);
                optimizer.zero_grad();
                var (output, final) = recurrent.Run(embedding.call(data.Inputs.narrow(1, step, count)), states);
                var logits = head.call(dropout.call(output));
                var loss = nn.functional.cross_entropy(logits.flatten(0, 1), data.Targets.narrow(1, step, count).flatten());
                loss.backward();
                optimizer.step();
                loss.item<float>();
                foreach (var state in states ?? [])
                    state.Dispose();
                states = [.. final.Select(state => state.detach().MoveToOuterDisposeScope())];
                processed += count;
                if (Stopwatch.GetElapsedTime(start) >= options.TimeLimit)
                    return (double)processed / time;
            }
        }
    }
}
