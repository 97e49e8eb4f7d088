namespace MlNetRecurrent.Training;

/// <summary>The arguments of an LSTM, GRU or RNN of TorchSharp.</summary>
internal sealed record FusedStackOptions(
    int InputSize, int HiddenSize, int LayerCount, bool HasBias, bool IsBatchFirst, double Dropout, bool IsBidirectional);
