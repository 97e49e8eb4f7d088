namespace MlNetRecurrent.Onnx;

/// <summary>The output of a graph that is its answer, and what the answer says of the network.</summary>
/// <param name="Name">The output.</param>
/// <param name="Signal">What it holds.</param>
internal sealed record GraphAnswer(string Name, SignalValue Signal)
{
    /// <summary>The states that are answered, or that the head reads.</summary>
    public StateContent Read => Signal.Content as StateContent ?? ((HeadContent)Signal.Content).Read;

    public HeadContent? Head => Signal.Content as HeadContent;

    /// <summary>Chooses among the outputs: a head's answer first, then the states of every step, then those of one step, then final states.</summary>
    public static GraphAnswer Choose(IReadOnlyList<(string Name, SignalValue Signal)> outputs)
    {
        var best = outputs.Where(output => Rank(output.Signal) >= 0).OrderBy(output => Rank(output.Signal)).ToList();
        return best.Count > 0
            ? new GraphAnswer(best[0].Name, best[0].Signal)
            : throw new RecurrentModelException("No output of the graph holds hidden states or the answer of a head behind them.");
    }

    /// <summary>The states of the last layer. Final states of all layers together tell it by their order.</summary>
    public IReadOnlyList<StateEntry> Top => Head is null && Read.Entries.All(entry => entry.Moment == Moment.Final) ? LayerStack.LastLayer(Read.Entries) : Read.Entries;

    /// <summary>Whether the answer has a time axis.</summary>
    public bool EveryStep => Signal.Axes.SelectMany(axis => axis.Factors).Any(factor => factor.Role == AxisRole.Time);

    public SequenceReading Reading
    {
        get
        {
            if (EveryStep)
                return SequenceReading.Every;
            // A graph of one time step may read it by taking the time axis away.
            var entries = Top.Select(entry => entry.Moment == Moment.Every ? entry with { Moment = Moment.LastStep } : entry).ToList();
            if (entries.All(entry => entry.Moment == Moment.LastStep || (entry.IsFinal && entry.Walk == SequenceDirection.Forward)) && entries.Any(entry => entry.Moment == Moment.LastStep))
                return SequenceReading.LastStep;
            return entries.All(entry => entry.IsFinal)
                ? SequenceReading.Last
                : throw new RecurrentModelException($"Output '{Name}' reads {string.Join(", ", entries.Select(entry => $"{entry.Moment} of the {entry.Walk} direction"))}; supported are the final states, the last step, or every step.");
        }
    }

    private static int Rank(SignalValue signal) => signal.Content switch
    {
        HeadContent => 0,
        StateContent states when states.Entries.Any(entry => entry.Moment == Moment.FinalCell) => -1,
        StateContent states when states.Entries.All(entry => entry.Moment == Moment.Every) => 1,
        StateContent states when states.Entries.Any(entry => entry.Moment != Moment.Final) => 2,
        StateContent => 3,
        _ => -1,
    };
}
