namespace MlNetRecurrent.Onnx;

/// <summary>States of recurrent nodes, side by side.</summary>
/// <param name="Entries">The states, row-major over the stack's factors.</param>
/// <param name="Stack">What counts the entries; empty for a single one.</param>
/// <param name="Unit">What counts the hidden units of each.</param>
internal sealed record StateContent(IReadOnlyList<StateEntry> Entries, IReadOnlyList<AxisFactor> Stack, AxisFactor Unit) : SignalContent
{
    private const int MaxEntries = 1024;

    public override string Description => $"the states of node '{Entries[0].Node.Name}'";

    /// <summary>The factors of an axis that holds all states of a time step, as the next layer or the head reads them.</summary>
    public IEnumerable<AxisFactor> Features => Stack.Append(Unit);

    /// <summary>States counted by one factor, which a single state does without.</summary>
    public static StateContent Create(IReadOnlyList<StateEntry> entries, AxisFactor unit)
    {
        if (entries.Count is 0 or > MaxEntries)
            throw new RecurrentModelException($"joins {entries.Count} states, expected 1 to {MaxEntries}");
        return new StateContent(entries, entries.Count == 1 ? [] : [new AxisFactor("directions", entries.Count, AxisRole.Stack)], unit);
    }

    /// <summary>The same directions at another moment.</summary>
    public StateContent AtPosition(StatePosition moment) => this with { Entries = [.. Entries.Select(entry => entry with { Moment = moment })] };
}
