namespace MlNetRecurrent.Onnx;

/// <summary>Identifies a final state of a network.</summary>
/// <param name="Layer">The index of the layer, from 0.</param>
/// <param name="Direction">The index of the direction, from 0.</param>
/// <param name="Cell">Whether the state is the cell state of an LSTM.</param>
internal readonly record struct FinalStateIndex(int Layer, int Direction, bool Cell);
