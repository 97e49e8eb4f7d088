namespace MlNetRecurrent.Onnx;

/// <summary>Chooses the main output of a graph, and separates its final states from outputs that are left out.</summary>
/// <param name="Main">The main output.</param>
/// <param name="States">The other outputs, which hold states.</param>
/// <param name="LeftOut">For each output that is left out, its name and what it holds.</param>
internal sealed record OutputChoice(
    GraphOutput Main, IReadOnlyList<(string Name, SignalValue Signal)> States, IReadOnlyList<(string Name, string Content)> LeftOut)
{
    private const int NoRank = 4;

    /// <summary>
    /// Chooses the main output: the output of a head first, then the states of every step, then those of one step, then final states.
    /// </summary>
    /// <param name="outputs">The names and values of all outputs.</param>
    /// <param name="wanted">The name of the main output, or null to find it.</param>
    /// <exception cref="RecurrentModelException">No output is the main one, or there are several, or an output is not understood.</exception>
    public static OutputChoice Choose(IReadOnlyList<(string Name, GraphValue Value)> outputs, string? wanted)
    {
        if (wanted is not null && !outputs.Any(output => output.Name == wanted))
        {
            throw new RecurrentModelException(
                $"There is no output '{wanted}'; the graph has the outputs {string.Join(", ", outputs.Select(output => $"'{output.Name}'"))}.");
        }

        var leftOut = new List<(string, string)>();
        var candidates = new List<(string Name, SignalValue Signal)>();
        foreach (var (name, value) in outputs)
        {
            if (value is SignalValue { Content: StateContent or ChainContent { Origin: StateContent } } signal)
                candidates.Add((name, signal));
            else if (name != wanted && (DescribeUnrelated(value) ?? (wanted is null ? null : "values that are not understood")) is { } content)
                leftOut.Add((name, content));
            else
                throw CreateError(name, value);
        }

        var best = candidates.Where(output => output.Name == (wanted ?? output.Name)).OrderBy(output => Rank(output.Signal)).ToList();
        if (best.Count == 0)
        {
            throw outputs.Select(output => output.Value).OfType<UnreadableValue>().FirstOrDefault()?.Error
                ?? new RecurrentModelException($"Output '{outputs[0].Name}' does not depend on a recurrent node (RNN, LSTM or GRU).");
        }

        if (Rank(best[0].Signal) == NoRank)
            throw new RecurrentModelException("No output of the graph holds hidden states or the output of a head applied to them.");
        var heads = candidates.Where(output => Rank(output.Signal) == 0).Select(output => output.Name).ToList();
        if (wanted is null && heads.Count > 1)
        {
            throw new RecurrentModelException(
                $"The graph has several outputs: {string.Join(" and ", heads.Select(name => $"'{name}'"))}. Choose one of them by its name.");
        }

        var main = best[0];
        foreach (var (name, _) in candidates.Where(output => output.Name != main.Name && output.Signal.Content is ChainContent))
            leftOut.Add((name, "another output of the network"));
        return new OutputChoice(
            new GraphOutput(main.Name, main.Signal),
            [.. candidates.Where(output => output.Name != main.Name && output.Signal.Content is StateContent)],
            leftOut);
    }

    private static int Rank(SignalValue signal) => signal.Content switch
    {
        ChainContent => 0,
        StateContent states when states.Entries.Any(entry => entry.Position == StatePosition.FinalCell) => NoRank,
        StateContent states when states.Entries.All(entry => entry.Position == StatePosition.EveryStep) => 1,
        StateContent states when states.Entries.Any(entry => entry.Position != StatePosition.FinalHidden) => 2,
        _ => 3,
    };

    // What an output holds that does not depend on a recurrent node, or repeats another output; null if it has to be understood.
    private static string? DescribeUnrelated(GraphValue value) => value switch
    {
        ConstantValue or FilledValue => "a constant",
        SignalValue { Content: LabelContent label } => label.Description,
        SignalValue { Content.Origin: InputContent input } => $"values of {input.Description}",
        DerivedValue derived => $"values of input '{derived.Input}'",
        _ => null,
    };

    private static RecurrentModelException CreateError(string name, GraphValue value) => value is UnreadableValue unreadable
        ? unreadable.Error
        : new RecurrentModelException($"Output '{name}' does not depend on a recurrent node (RNN, LSTM or GRU).");
}
