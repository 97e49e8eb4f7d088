namespace MlNetRecurrent.Onnx;

/// <summary>The main output of a graph, and what it implies about the network.</summary>
/// <param name="Name">The name of the output.</param>
/// <param name="Signal">The value of the output.</param>
internal sealed record GraphOutput(string Name, SignalValue Signal)
{
    /// <summary>The hidden states that the output holds or that feed the head.</summary>
    public StateContent States => (StateContent)Signal.Content.Origin;

    /// <summary>What is computed from the states; empty if the output holds them.</summary>
    public IReadOnlyList<ChainStep> Steps => Signal.Content.Steps;

    /// <summary>Whether the output is that of a head, not states.</summary>
    public bool HasHead => Steps.Any(step => step is not NormalizationStep);

    /// <summary>The states of the last layer; among final states of all layers, those are the last ones.</summary>
    public IReadOnlyList<StateEntry> LastLayerStates =>
        Steps.Count == 0 && States.Entries.All(entry => entry.Position == StatePosition.FinalHidden)
            ? LayerStack.LastLayer(States.Entries)
            : States.Entries;

    /// <summary>Whether the output has a time axis.</summary>
    public bool IsPerStep => Signal.Axes.SelectMany(axis => axis.Factors).Any(factor => factor.Role == AxisRole.Time);

    /// <summary>Whether the time axis starts with the last step.</summary>
    public bool IsReversed => Signal.Axes.SelectMany(axis => axis.Factors).Any(factor => factor is { Role: AxisRole.Time, IsMirrored: true });

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
            foreach (var (position, pooling) in new[]
            {
                (StatePosition.Mean, SequencePooling.Mean),
                (StatePosition.Maximum, SequencePooling.Max),
                (StatePosition.LastSteps, SequencePooling.LastSteps),
            })
            {
                if (entries.All(entry => entry.Position == position))
                    return pooling;
            }

            var used = string.Join(", ", entries.Select(entry => $"{entry.Position} of the {entry.SequenceDirection} direction"));
            throw new RecurrentModelException(
                $"Output '{Name}' uses {used}; supported: the final states, the last step or steps, the mean, the maximum, or every step.");
        }
    }

    private static bool IsLastStep(StateEntry entry) =>
        entry.Position == StatePosition.LastStep || (entry.IsFinal && entry.SequenceDirection == SequenceDirection.Forward);
}
