using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Creates and runs fused modules, and TorchSharp's modules, of any cell.</summary>
internal static class FusedModules
{
    public static nn.Module Create(
        RecurrentCell cell, long input, long hidden, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional) =>
        cell == RecurrentCell.Lstm ? new FusedLstm(input, hidden, layers, bias, batchFirst, dropout, bidirectional)
        : IsGru(cell) ? new FusedGru(input, hidden, layers, bias, batchFirst, dropout, bidirectional, resetAfter: cell == RecurrentCell.Gru)
        : new FusedRnn(input, hidden, layers, Activation(cell), bias, batchFirst, dropout, bidirectional);

    /// <summary>Likewise of TorchSharp; null for the GRU with the reset gate before the product.</summary>
    public static nn.Module? CreateTorch(
        RecurrentCell cell, long input, long hidden, long layers, bool bias, bool batchFirst, double dropout, bool bidirectional) =>
        cell == RecurrentCell.GruResetBefore ? null
        : cell == RecurrentCell.Lstm ? nn.LSTM(input, hidden, layers, bias, batchFirst, dropout, bidirectional)
        : cell == RecurrentCell.Gru ? nn.GRU(input, hidden, layers, bias, batchFirst, dropout, bidirectional)
        : nn.RNN(input, hidden, layers, Activation(cell), bias, batchFirst, dropout, bidirectional);

    /// <summary>The results of a module by name.</summary>
    public static Dictionary<string, Tensor> Run(nn.Module module, Tensor input, Tensor? hidden = null, Tensor? cell = null, long[]? lengths = null)
    {
        (Tensor, Tensor)? states = hidden is null || cell is null ? null : (hidden, cell);
        switch (module)
        {
            case FusedLstm fused:
                return Named(lengths is null ? fused.call(input, states) : fused.call(input, states, lengths));
            case LSTM lstm:
                return Named(lstm.call(input, states));
            case FusedGru fused:
                return Named(lengths is null ? fused.call(input, hidden) : fused.call(input, hidden, lengths));
            case FusedRnn fused:
                return Named(lengths is null ? fused.call(input, hidden) : fused.call(input, hidden, lengths));
            case GRU gru:
                return Named(gru.call(input, hidden));
            default:
                return Named(((RNN)module).call(input, hidden));
        }
    }

    private static Dictionary<string, Tensor> Named((Tensor Output, Tensor Hidden, Tensor Cell) results) =>
        new() { ["output"] = results.Output, ["final_hidden"] = results.Hidden, ["final_cell"] = results.Cell };

    private static Dictionary<string, Tensor> Named((Tensor Output, Tensor Hidden) results) =>
        new() { ["output"] = results.Output, ["final_hidden"] = results.Hidden };

    private static bool IsGru(RecurrentCell cell) => cell == RecurrentCell.Gru || cell == RecurrentCell.GruResetBefore;

    private static nn.NonLinearities Activation(RecurrentCell cell) =>
        cell == RecurrentCell.RnnRelu ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh;
}
