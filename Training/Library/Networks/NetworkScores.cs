using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What a loss is taken of.</summary>
/// <param name="Scores">Scaled forecasts, or logits in the place of probabilities.</param>
/// <param name="States">The final state of each layer, first to last; empty where there are lengths.</param>
/// <param name="TargetScaling">What turns raw targets into what forecasts are compared with.</param>
internal sealed record NetworkScores(Tensor Scores, IReadOnlyList<RecurrentState> States, TargetScaling TargetScaling);
