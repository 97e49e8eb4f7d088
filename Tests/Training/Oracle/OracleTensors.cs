using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Converts tensors to the arrays of the oracle.</summary>
internal static class OracleTensors
{
    /// <summary>Converts [batch, time, features] to [batch][time][features].</summary>
    public static double[][][] Sequences(Tensor input) =>
        [.. ToDoubles(input).Chunk((int)(input.shape[1] * input.shape[2])).Select(sequence => sequence.Chunk((int)input.shape[2]).ToArray())];

    /// <summary>Returns the state of one sequence of the batch, for each direction of a layer.</summary>
    public static OracleState[] State(RecurrentState state, int sequence) =>
    [
        .. Enumerable.Range(0, (int)state.HiddenState.shape[0]).Select(direction => new OracleState(
            ToDoubles(state.HiddenState[direction, sequence]),
            state.CellState is { } cell ? ToDoubles(cell[direction, sequence]) : null)),
    ];

    public static double[] ToDoubles(Tensor tensor) => [.. tensor.detach().contiguous().data<float>().ToArray().Select(value => (double)value)];
}
