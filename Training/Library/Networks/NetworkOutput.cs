using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What a network gives for a batch of sequences.</summary>
/// <param name="Output">The answer in the shape of the task: [batch, horizon, targets], [batch, classes] or [batch, time, classes].</param>
/// <param name="States">The final state of each layer, first to last.</param>
public sealed record NetworkOutput(Tensor Output, IReadOnlyList<RecurrentState> States)
{
    /// <summary>
    /// The quantiles of a forecast, in the order of their levels: [batch, horizon, targets, levels], or [batch, time, targets, levels] where every
    /// step is answered. Null without quantiles.
    /// </summary>
    public Tensor? Quantiles { get; init; }
}
