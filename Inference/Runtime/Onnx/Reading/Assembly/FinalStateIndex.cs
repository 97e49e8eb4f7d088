namespace MlNetRecurrent.Onnx;

/// <summary>Which final state of a network an output holds.</summary>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="Direction">Its direction, from 0.</param>
/// <param name="Cell">Whether it is the cell state of an LSTM.</param>
internal readonly record struct FinalStateIndex(int Layer, int Direction, bool Cell);
