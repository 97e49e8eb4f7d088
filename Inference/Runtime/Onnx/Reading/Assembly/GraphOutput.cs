namespace MlNetRecurrent.Onnx;

/// <summary>The output of a graph that is its answer, and what the answer says of the network.</summary>
/// <param name="Name">The output.</param>
/// <param name="Signal">What it holds.</param>
internal sealed record GraphOutput(string Name, SignalValue Signal)
{
    /// <summary>The states that are answered, or that the head reads.</summary>
    public StateContent States => Signal.Content as StateContent ?? ((HeadContent)Signal.Content).States;

    public HeadContent? Head => Signal.Content as HeadContent;

    /// <summary>Chooses among the outputs: a head's answer first, then the states of every step, then those of one step, then final states.</summary>
    public static GraphOutput Choose(IReadOnlyList<(string Name, SignalValue Signal)> outputs)
    {
        var best = outputs.Where(output => Rank(output.Signal) >= 0).OrderBy(output => Rank(output.Signal)).ToList();
        return best.Count > 0
            ? new GraphOutput(best[0].Name, best[0].Signal)
            : throw new RecurrentModelException("No output of the graph holds hidden states or the answer of a head behind them.");
    }

    /// <summary>The states of the last layer. Final states of all layers together tell it by their order.</summary>
    public IReadOnlyList<StateEntry> LastLayerStates => Head is null && States.Entries.All(entry => entry.Moment == StatePosition.Final) ? LayerStack.LastLayer(States.Entries) : States.Entries;

    /// <summary>Whether the answer has a time axis.</summary>
    public bool IsPerStep => Signal.Axes.SelectMany(axis => axis.Factors).Any(factor => factor.Role == AxisRole.Time);

    public SequencePooling Pooling
    {
        get
        {
            if (IsPerStep)
                return SequencePooling.None;
            // A graph of one time step may read it by taking the time axis away.
            var entries = LastLayerStates.Select(entry => entry.Moment == StatePosition.Every ? entry with { Moment = StatePosition.LastStep } : entry).ToList();
            if (entries.All(entry => entry.Moment == StatePosition.LastStep || (entry.IsFinal && entry.SequenceDirection == SequenceDirection.Forward)) && entries.Any(entry => entry.Moment == StatePosition.LastStep))
                return SequencePooling.LastStep;
            return entries.All(entry => entry.IsFinal)
                ? SequencePooling.FinalState
                : throw new RecurrentModelException($"Output '{Name}' reads {string.Join(", ", entries.Select(entry => $"{entry.Moment} of the {entry.SequenceDirection} direction"))}; supported are the final states, the last step, or every step.");
        }
    }

    private static int Rank(SignalValue signal) => signal.Content switch
    {
        HeadContent => 0,
        StateContent states when states.Entries.Any(entry => entry.Moment == StatePosition.FinalCell) => -1,
        StateContent states when states.Entries.All(entry => entry.Moment == StatePosition.Every) => 1,
        StateContent states when states.Entries.Any(entry => entry.Moment != StatePosition.Final) => 2,
        StateContent => 3,
        _ => -1,
    };
}
