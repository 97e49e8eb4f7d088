namespace MlNetRecurrent.Onnx;

/// <summary>Holds what a card says of a network against its graph: users make room for answers by the card.</summary>
internal static class CardCheck
{
    /// <summary>Checks the input and the answer.</summary>
    /// <param name="network">What the card says.</param>
    /// <param name="graph">What the graph reads and gives, or null where it may be any.</param>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="RecurrentModelException">They differ.</exception>
    public static void Check(NetworkDescription network, GraphSizes? graph, string name)
    {
        if (graph is null)
            return;
        Compare(graph.Inputs, OnnxNames.Input, Input(network), name, "reads");
        Compare(graph.Outputs, OnnxNames.Output, Output(network), name, "gives");
    }

    private static string[] Input(NetworkDescription network) => network.Embedding is null
        ? [OnnxNames.Batch, OnnxNames.Time, Text(network.Features)]
        : [OnnxNames.Batch, OnnxNames.Time];

    private static string[] Output(NetworkDescription network) => (network.Task, network.HasOutputPerStep) switch
    {
        (_, true) => [OnnxNames.Batch, OnnxNames.Time, Text(network.Outputs)],
        (RecurrentTask.Forecast, _) => [OnnxNames.Batch, Text(network.Forecast.Horizon), Text(network.Forecast.Targets)],
        _ => [OnnxNames.Batch, Text(network.Outputs)],
    };

    private static void Compare(IReadOnlyDictionary<string, SizedValue> values, string value, string[] expected, string name, string verb)
    {
        if (!values.TryGetValue(value, out var given))
            throw new RecurrentModelException($"Model file '{name}' has no '{OnnxNames.Input}' or no '{OnnxNames.Output}': it is damaged.");
        string[]? actual = given.Dimensions?.Select((size, axis) => Text(size, axis < expected.Length ? expected[axis] : "?")).ToArray();
        if (actual is null || !actual.SequenceEqual(expected))
            throw new RecurrentModelException($"Model file '{name}': its graph {verb} '{value}' [{string.Join(", ", actual ?? ["?"])}], but its model card says [{string.Join(", ", expected)}]: it is damaged.");
    }

    // What is fed goes by the name of the axis that it should be.
    private static string Text(SymbolicSize size, string expected) => size.Number is { } number ? FormattableString.Invariant($"{number}")
        : char.IsAsciiLetter(expected[0]) ? expected : "?";

    private static string Text(int size) => FormattableString.Invariant($"{size}");
}
