using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The gradients of a <see cref="RecurrenceResult"/>; null or undefined ones are zero.</summary>
internal readonly record struct ResultGradients(Tensor? Output, Tensor? Hidden, Tensor? Cell);
