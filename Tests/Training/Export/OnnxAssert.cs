using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares an exported file in an ONNX Runtime session with its module.</summary>
internal static class OnnxAssert
{
    private const double Tolerance = 1e-5;

    /// <summary>Compares every output for a batch of sequences of full length, with and without initial states.</summary>
    public static void SameOutputs(RecurrentNetwork network, PlainSession session, int batch, int time, bool withStates = true)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var input = CreateInput(network.Description, batch, time);
        Same(network.Run(input), session.Run(Named(input)));
        if (!withStates)
            return;
        var initial = TestNetworks.States([.. network.Description.MemberLayers], batch, seed: batch);
        Same(network.Run(input with { InitialStates = initial }), session.Run([.. Named(input), .. Concatenated("h0", "c0", initial)]));
    }

    /// <summary>Compares the outputs for a batch of variable-length sequences with those of each sequence alone.</summary>
    public static void SameRaggedOutputs(RecurrentNetwork network, PlainSession session, bool withStates)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        int[] lengths = [4, network.Description.LayerSteps, 6, 3];
        var input = CreateInput(network.Description, lengths.Length, time: 6);
        var initial = TestNetworks.States([.. network.Description.MemberLayers], lengths.Length, seed: 5);
        (string, Tensor)[] states = withStates ? Concatenated("h0", "c0", initial) : [];

        var outputs = session.Run([.. Named(input), ("lengths", tensor(lengths)), .. states]);

        for (var sequence = 0; sequence < lengths.Length; sequence++)
        {
            var alone = network.Run(Alone(input, network.Description, sequence, lengths[sequence]) with
            {
                InitialStates = withStates ? [.. initial.Select(state => Sequence(state, sequence))] : null,
            });
            foreach (var (name, expected) in Outputs(alone))
            {
                var (shape, values) = outputs[name];
                var isOutput = name is "output" or "quantiles";
                var row = tensor(values, shape).narrow(isOutput ? 0 : 1, sequence, 1);
                if (isOutput && network.Description.Pooling == SequencePooling.None)
                    row = row.narrow(1, 0, lengths[sequence]);
                Same(expected, row, $"{name} of sequence {sequence}");
            }
        }
    }

    /// <summary>Compares the outputs of a module with those of a file, by their names in the file.</summary>
    public static void Same(NetworkOutput expected, Dictionary<string, (long[] Shape, float[] Values)> actual)
    {
        var outputs = Outputs(expected).ToArray();
        Assert.Equal(outputs.Select(output => output.Name), actual.Keys);
        foreach (var (name, value) in outputs)
            Same(value, tensor(actual[name].Values, actual[name].Shape), name);
    }

    /// <summary>Asserts that tensors have the same shape, and values that agree to 1e-5.</summary>
    public static void Same(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.shape, actual.shape);
        var scale = Math.Max(1, expected.abs().max().item<float>());
        var difference = (expected - actual).abs().max().item<float>() / scale;
        // Not written as a difference above the tolerance, which is false for NaN.
        Assert.True(difference <= Tolerance, $"{what} differs by {difference}.");
    }

    /// <summary>Creates random values or tokens for a network.</summary>
    public static Tensor Input(NetworkDescription network, int batch, int time)
    {
        using var generator = new Generator((ulong)((100 * batch) + time), CPU);
        if (network.Embedding is { } embedding)
            return randint(0, embedding.VocabularySize, [batch, time], dtype: ScalarType.Int64, generator: generator);
        var values = randn([batch, time, network.Features], generator: generator).data<float>().ToArray();
        CategoryCodes.Write(network, values, seed: (100 * batch) + time);
        return tensor(values, [batch, time, network.Features]);
    }

    /// <summary>Creates random values or tokens for a network, and future covariates if it has any.</summary>
    public static NetworkInput CreateInput(NetworkDescription network, int batch, int time) => new(Input(network, batch, time))
    {
        FutureCovariates = network.Forecast.FutureCovariates == 0
            ? null
            : TestNetworks.Input(batch, time + network.Forecast.Horizon, network.Forecast.FutureCovariates, seed: (100 * batch) + time),
    };

    /// <summary>Selects one sequence of a batch, without padding.</summary>
    public static NetworkInput Alone(NetworkInput input, NetworkDescription network, int sequence, long length) => new(
        input.Values.narrow(0, sequence, 1).narrow(1, 0, length))
    {
        FutureCovariates = input.FutureCovariates?.narrow(0, sequence, 1).narrow(1, 0, length + network.Forecast.Horizon),
    };

    private static (string, Tensor)[] Named(NetworkInput input) => input.FutureCovariates is null
        ? [("input", input.Values)]
        : [("input", input.Values), ("known", input.FutureCovariates)];

    private static IEnumerable<(string Name, Tensor Value)> Outputs(NetworkOutput output) =>
    [
        ("output", output.Output),
        .. output.Quantiles is null ? Array.Empty<(string, Tensor)>() : [("quantiles", output.Quantiles)],
        .. Concatenated("hn", "cn", output.States),
    ];

    // Stacked as in PyTorch for layers of equal size: [layers * directions, batch, hidden].
    private static (string, Tensor)[] Concatenated(string hidden, string cell, IReadOnlyList<RecurrentState> states) => states[0].CellState is null
        ? [(hidden, cat([.. states.Select(state => state.HiddenState)], 0))]
        : [(hidden, cat([.. states.Select(state => state.HiddenState)], 0)), (cell, cat([.. states.Select(state => state.CellState!)], 0))];

    private static RecurrentState Sequence(RecurrentState state, int sequence) =>
        new(state.HiddenState.narrow(1, sequence, 1), state.CellState?.narrow(1, sequence, 1));
}
