namespace MlNetRecurrent.Onnx;

/// <summary>Concatenated states of recurrent nodes.</summary>
/// <param name="Entries">The states, row-major over the stack's factors.</param>
/// <param name="Stack">The factors that enumerate the entries; empty for a single one.</param>
/// <param name="Unit">The factor that enumerates the hidden units of each entry.</param>
internal sealed record StateContent(IReadOnlyList<StateEntry> Entries, IReadOnlyList<AxisFactor> Stack, AxisFactor Unit) : SignalContent
{
    private const int MaxEntries = 1024;

    public override string Description => $"the states of node '{Entries[0].Node.Name}'";

    /// <summary>The factor that enumerates the concatenated steps of <see cref="StatePosition.LastSteps"/>; otherwise null.</summary>
    public AxisFactor? PooledSteps { get; init; }

    /// <summary>
    /// The time axis of which one step was selected, and the number of steps from it to the end, 1 for the last; null if it is unknown.
    /// </summary>
    public (AxisFactor Time, long FromEnd)? SelectedStep { get; init; }

    /// <summary>The factors of an axis that holds all states of a time step, in the order that the next layer or the head expects.</summary>
    public override IReadOnlyList<AxisFactor> Units => [.. PooledSteps is null ? [] : new[] { PooledSteps }, .. Stack, Unit];

    /// <summary>Creates states that one factor enumerates; a single state needs no factor.</summary>
    public static StateContent Create(IReadOnlyList<StateEntry> entries, AxisFactor unit)
    {
        if (entries.Count is 0 or > MaxEntries)
            throw new RecurrentModelException($"concatenates {entries.Count} states, expected 1 to {MaxEntries}");
        return new StateContent(entries, entries.Count == 1 ? [] : [new AxisFactor("directions", entries.Count, AxisRole.Stack)], unit);
    }

    /// <summary>The same directions at another position.</summary>
    public StateContent AtPosition(StatePosition position) =>
        this with { Entries = [.. Entries.Select(entry => entry with { Position = position })] };
}
