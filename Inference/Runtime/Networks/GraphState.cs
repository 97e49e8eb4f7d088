namespace MlNetRecurrent;

/// <summary>A state of the graph of another program: an input with the state before a sequence, and the output with the state after it.</summary>
/// <param name="Input">The input.</param>
/// <param name="Output">The output with as many values; null if the graph has none, so that it cannot be streamed.</param>
public sealed record GraphState(GraphTensor Input, GraphTensor? Output);
