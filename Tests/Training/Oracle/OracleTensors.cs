using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Moves tensors into the oracle's plain arrays.</summary>
internal static class OracleTensors
{
    /// <summary>[batch, time, features] as [batch][time][features].</summary>
    public static double[][][] Sequences(Tensor input) =>
        [.. Numbers(input).Chunk((int)(input.shape[1] * input.shape[2])).Select(sequence => sequence.Chunk((int)input.shape[2]).ToArray())];

    /// <summary>The state of one sequence of the batch, for each direction of a layer.</summary>
    public static OracleState[] State(RecurrentState state, int sequence) =>
    [
        .. Enumerable.Range(0, (int)state.Hidden.shape[0]).Select(direction => new OracleState(
            Numbers(state.Hidden[direction, sequence]),
            state.Cell is { } cell ? Numbers(cell[direction, sequence]) : null)),
    ];

    public static double[] Numbers(Tensor tensor) => [.. tensor.detach().contiguous().data<float>().ToArray().Select(value => (double)value)];
}
