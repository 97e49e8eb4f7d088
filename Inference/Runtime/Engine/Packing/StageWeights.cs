namespace MlNetRecurrent.Engine;

/// <summary>The weights of a stage in ONNX layout; an array is empty if the stage does not have it.</summary>
/// <param name="Input">[blocks * units, inputs].</param>
/// <param name="Recurrent">[blocks * units, recurrents].</param>
/// <param name="InputBias">[blocks * units].</param>
/// <param name="RecurrentBias">[blocks * units].</param>
internal readonly record struct StageWeights(
    ReadOnlyMemory<float> Input, ReadOnlyMemory<float> Recurrent, ReadOnlyMemory<float> InputBias, ReadOnlyMemory<float> RecurrentBias);
