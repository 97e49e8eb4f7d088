namespace MlNetRecurrent.Onnx;

/// <summary>Compares the network that a model card describes with the graph of its file: users allocate output buffers by the card.</summary>
internal static class CardCheck
{
    /// <summary>Compares the shapes of the inputs and outputs whose sizes depend on the card.</summary>
    /// <param name="network">The network of the card.</param>
    /// <param name="graph">The input and output sizes of the graph, or null to accept any graph.</param>
    /// <param name="name">The name of the file in error messages.</param>
    /// <exception cref="RecurrentModelException">They differ.</exception>
    public static void Check(NetworkDescription network, GraphSizes? graph, string name)
    {
        if (graph is null)
            return;
        Compare(graph.Inputs, OnnxNames.Input, Input(network), name, "input");
        Compare(graph.Outputs, OnnxNames.Output, Output(network), name, "output");
        var forecast = network.Forecast;
        if (forecast.FutureCovariates > 0)
        {
            string[] expected = [OnnxNames.Batch, OnnxNames.TimeAndHorizon, Text(forecast.FutureCovariates)];
            Compare(graph.Inputs, OnnxNames.FutureCovariates, expected, name, "input");
        }

        if (forecast.Quantiles.Count > 0)
        {
            var steps = network.HasOutputPerStep ? OnnxNames.Time : Text(forecast.Horizon);
            string[] expected = [OnnxNames.Batch, steps, Text(forecast.Targets), Text(forecast.Quantiles.Count)];
            Compare(graph.Outputs, OnnxNames.Quantiles, expected, name, "output");
        }
    }

    private static string[] Input(NetworkDescription network) => network.Embedding is null
        ? [OnnxNames.Batch, OnnxNames.Time, Text(network.Features)]
        : [OnnxNames.Batch, OnnxNames.Time];

    private static string[] Output(NetworkDescription network) => (network.Task, network.HasOutputPerStep) switch
    {
        (_, true) => [OnnxNames.Batch, OnnxNames.Time, Text(network.OutputSize)],
        (RecurrentTask.Forecast, _) => [OnnxNames.Batch, Text(network.Forecast.Horizon), Text(network.Forecast.Targets)],
        _ => [OnnxNames.Batch, Text(network.OutputSize)],
    };

    private static void Compare(IReadOnlyDictionary<string, SizedValue> values, string value, string[] expected, string name, string kind)
    {
        if (!values.TryGetValue(value, out var given))
            throw new RecurrentModelException($"Model file '{name}' is damaged: it has no {kind} '{value}'.");
        string[]? actual = given.Dimensions?.Select((size, axis) => Text(size, axis < expected.Length ? expected[axis] : "?")).ToArray();
        if (actual is null || !actual.SequenceEqual(expected))
        {
            throw new RecurrentModelException(
                $"Model file '{name}' is damaged: {kind} '{value}' of its graph has the shape [{string.Join(", ", actual ?? ["?"])}], "
                + $"but its model card states [{string.Join(", ", expected)}].");
        }
    }

    // A dynamic dimension is shown under the name of the expected axis.
    private static string Text(SymbolicSize size, string expected) => size.Number is { } number ? FormattableString.Invariant($"{number}")
        : char.IsAsciiLetter(expected[0]) ? expected : "?";

    private static string Text(int size) => FormattableString.Invariant($"{size}");
}
