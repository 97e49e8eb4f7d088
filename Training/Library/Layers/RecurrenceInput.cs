using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What a recurrent layer, or one member of an ensemble, is run on.</summary>
/// <param name="Sequence">[batch, time, input], or [time, batch, input].</param>
/// <param name="Hidden">The hidden state before the first step, [directions, batch, hidden]; null for zeros.</param>
/// <param name="Cell">Likewise for the cell state; null also for cells without one.</param>
/// <param name="Directions">The weights of each direction.</param>
internal sealed record RecurrenceInput(Tensor Sequence, Tensor? Hidden, Tensor? Cell, IReadOnlyList<RecurrenceWeights> Directions);
