using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What a fit minimises: mean squared error of scaled forecasts, pinball loss of their quantiles, cross-entropy of classes.</summary>
internal static class FitLoss
{
    public static string Name(NetworkDescription network) =>
        network.Task != RecurrentTask.Forecast ? "cross-entropy" : network.Quantiles.Count > 0 ? "pinball" : "mse";

    /// <summary>The mean loss over a batch.</summary>
    public static Tensor Of(RecurrentNetwork network, SequenceBatch batch)
    {
        var scored = network.Scores(new NetworkInput(batch.Inputs) { Lengths = batch.Lengths, Known = batch.Known });
        if (network.Description.Task != RecurrentTask.Forecast)
        {
            // Classes of every step count alike: [batch * time, classes].
            return nn.functional.cross_entropy(scored.Scores.reshape(-1, network.Description.Classes), batch.Targets.reshape(-1));
        }

        var scaled = scored.Frame.ToScores(batch.Targets);
        return network.Description.Quantiles.Count > 0
            ? QuantileLoss.Of(network.Description, scored.Scores, scaled)
            : nn.functional.mse_loss(scored.Scores, scaled);
    }
}
