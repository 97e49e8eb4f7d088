using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The outputs of a network for a batch of sequences.</summary>
/// <param name="Output">The output, in the shape of the task: [batch, horizon, targets], [batch, classes] or [batch, time, classes].</param>
/// <param name="States">The final state of each layer, first to last.</param>
internal sealed record NetworkOutput(Tensor Output, IReadOnlyList<RecurrentState> States)
{
    /// <summary>
    /// The quantiles of a forecast, in the order of their levels: [batch, horizon, targets, levels], or [batch, time, targets, levels] for a forecast
    /// at every time step. Null without quantiles.
    /// </summary>
    public Tensor? Quantiles { get; init; }
}
