using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What a fit minimises: mean squared error of scaled forecasts, cross-entropy of classes.</summary>
internal static class FitLoss
{
    public static string Name(RecurrentTask task) => task == RecurrentTask.Forecast ? "mse" : "cross-entropy";

    /// <summary>The mean loss over a batch.</summary>
    public static Tensor Of(RecurrentNetwork network, Tensor inputs, Tensor targets)
    {
        var scored = network.Scores(inputs);
        return network.Description.Task == RecurrentTask.Forecast
            ? nn.functional.mse_loss(scored.Scores, scored.Frame.ToScores(targets))
            // Classes of every step count alike: [batch * time, classes].
            : nn.functional.cross_entropy(scored.Scores.reshape(-1, network.Description.Classes), targets.reshape(-1));
    }
}
