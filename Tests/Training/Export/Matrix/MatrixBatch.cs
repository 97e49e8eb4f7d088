using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A batch of random sequences or tokens, and random initial states.</summary>
/// <param name="Input">The values [batch, time, features], or int64 tokens [batch, time].</param>
/// <param name="States">The initial state of each layer.</param>
internal sealed record MatrixBatch(Tensor Input, IReadOnlyList<RecurrentState> States)
{
    public static MatrixBatch Random(NetworkDescription network, int batch, int time)
    {
        using var generator = new Generator((ulong)((1000 * batch) + time), CPU);
        var input = network.Embedding is { } embedding
            ? randint(0, embedding.VocabularySize, [batch, time], dtype: ScalarType.Int64, generator: generator)
            : randn([batch, time, network.Features], generator: generator);
        return new MatrixBatch(input, [.. network.Layers.Select(layer =>
            new RecurrentState(State(layer).tanh(), layer.Cell.StateCount == 2 ? State(layer) : null))]);

        Tensor State(LayerDescription layer) => randn([layer.DirectionCount, batch, layer.HiddenSize], generator: generator);
    }

    /// <summary>Selects one sequence.</summary>
    public MatrixBatch Alone(int sequence, int length) => new(
        Input.narrow(0, sequence, 1).narrow(1, 0, length),
        [.. States.Select(state => new RecurrentState(state.HiddenState.narrow(1, sequence, 1), state.CellState?.narrow(1, sequence, 1)))]);

    /// <summary>Runs the exported file.</summary>
    public MatrixOutputs Run(InferenceSession session, int[]? lengths = null)
    {
        var inputs = new Dictionary<string, OrtValue> { ["input"] = Value(Input), ["h0"] = Value(Concatenate(States, state => state.HiddenState)) };
        if (States[0].CellState is not null)
            inputs["c0"] = Value(Concatenate(States, state => state.CellState!));
        if (lengths is not null)
            inputs["lengths"] = OrtValue.CreateTensorValueFromMemory(lengths, [lengths.Length]);
        try
        {
            using var options = new RunOptions();
            using var outputs = session.Run(options, inputs, session.OutputNames);
            var tensors = outputs
                .Select(output => tensor(output.GetTensorDataAsSpan<float>().ToArray(), output.GetTensorTypeAndShape().Shape)).ToArray();
            return new MatrixOutputs(tensors[0], tensors[1], tensors.ElementAtOrDefault(2));
        }
        finally
        {
            foreach (var value in inputs.Values)
                value.Dispose();
        }
    }

    /// <summary>Returns the maximum absolute difference; infinite if a value is NaN.</summary>
    public static double Difference(NetworkOutput expected, MatrixOutputs actual) => new[]
    {
        Difference(expected.Output, actual.Output),
        Difference(Concatenate(expected.States, state => state.HiddenState), actual.Hidden),
        actual.Cell is null ? 0 : Difference(Concatenate(expected.States, state => state.CellState!), actual.Cell),
    }.Max();

    private static double Difference(Tensor expected, Tensor actual)
    {
        if (!expected.shape.SequenceEqual(actual.shape))
            return double.PositiveInfinity;
        var difference = (expected - actual).abs().max().item<float>();
        return float.IsNaN(difference) ? double.PositiveInfinity : difference;
    }

    private static Tensor Concatenate(IReadOnlyList<RecurrentState> states, Func<RecurrentState, Tensor> part) => cat([.. states.Select(part)], 0);

    private static OrtValue Value(Tensor tensor) => tensor.dtype == ScalarType.Int64
        ? OrtValue.CreateTensorValueFromMemory(tensor.contiguous().data<long>().ToArray(), tensor.shape)
        : OrtValue.CreateTensorValueFromMemory(tensor.contiguous().data<float>().ToArray(), tensor.shape);
}
