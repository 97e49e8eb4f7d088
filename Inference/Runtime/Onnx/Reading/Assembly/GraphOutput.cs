namespace MlNetRecurrent.Onnx;

/// <summary>The main output of a graph, and what it implies about the network.</summary>
/// <param name="Name">The name of the output.</param>
/// <param name="Signal">The value of the output.</param>
internal sealed record GraphOutput(string Name, SignalValue Signal)
{
    /// <summary>The hidden states that the output holds or that feed the head.</summary>
    public StateContent States => Signal.Content as StateContent ?? ((HeadContent)Signal.Content).States;

    public HeadContent? Head => Signal.Content as HeadContent;

    /// <summary>
    /// Chooses the main output: the output of a head first, then the states of every step, then those of one step, then final states.
    /// </summary>
    public static GraphOutput Choose(IReadOnlyList<(string Name, SignalValue Signal)> outputs)
    {
        var best = outputs.Where(output => Rank(output.Signal) >= 0).OrderBy(output => Rank(output.Signal)).ToList();
        return best.Count > 0
            ? new GraphOutput(best[0].Name, best[0].Signal)
            : throw new RecurrentModelException("No output of the graph holds hidden states or the output of a head applied to them.");
    }

    /// <summary>The states of the last layer; among final states of all layers, those are the last ones.</summary>
    public IReadOnlyList<StateEntry> LastLayerStates =>
        Head is null && States.Entries.All(entry => entry.Position == StatePosition.FinalHidden)
            ? LayerStack.LastLayer(States.Entries)
            : States.Entries;

    /// <summary>Whether the output has a time axis.</summary>
    public bool IsPerStep => Signal.Axes.SelectMany(axis => axis.Factors).Any(factor => factor.Role == AxisRole.Time);

    public SequencePooling Pooling
    {
        get
        {
            if (IsPerStep)
                return SequencePooling.None;
            // A graph for a single time step may select that step by removing the time axis.
            var entries = LastLayerStates
                .Select(entry => entry.Position == StatePosition.EveryStep ? entry with { Position = StatePosition.LastStep } : entry)
                .ToList();
            if (entries.All(IsLastStep) && entries.Any(entry => entry.Position == StatePosition.LastStep))
                return SequencePooling.LastStep;
            if (entries.All(entry => entry.IsFinal))
                return SequencePooling.FinalState;
            var used = string.Join(", ", entries.Select(entry => $"{entry.Position} of the {entry.SequenceDirection} direction"));
            throw new RecurrentModelException($"Output '{Name}' uses {used}; supported: the final states, the last step, or every step.");
        }
    }

    private static bool IsLastStep(StateEntry entry) =>
        entry.Position == StatePosition.LastStep || (entry.IsFinal && entry.SequenceDirection == SequenceDirection.Forward);

    private static int Rank(SignalValue signal) => signal.Content switch
    {
        HeadContent => 0,
        StateContent states when states.Entries.Any(entry => entry.Position == StatePosition.FinalCell) => -1,
        StateContent states when states.Entries.All(entry => entry.Position == StatePosition.EveryStep) => 1,
        StateContent states when states.Entries.Any(entry => entry.Position != StatePosition.FinalHidden) => 2,
        StateContent => 3,
        _ => -1,
    };
}
