using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The inputs of a loss function.</summary>
/// <param name="Scores">Scaled forecasts, or logits for classes.</param>
/// <param name="States">The final state of each layer, first to last; empty with lengths.</param>
/// <param name="TargetScaling">The scaling that converts raw targets to the scale of the scores.</param>
internal sealed record NetworkScores(Tensor Scores, IReadOnlyList<RecurrentState> States, TargetScaling TargetScaling);
