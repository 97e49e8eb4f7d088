using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>Data with score columns that are computed when they are read.</summary>
internal sealed class RecurrentDataView(IDataView source, ScoringBinding binding) : IDataView
{
    /// <inheritdoc/>
    public bool CanShuffle => source.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = binding.GetActiveColumns(columnsNeeded);
        return Score(source.GetRowCursor(binding.GetDependencies(active), rand), active, binding.Options.EffectiveWorkers);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = binding.GetActiveColumns(columnsNeeded);
        var cursors = source.GetRowCursorSet(binding.GetDependencies(active), n, rand);

        // Each cursor of the set is read on a separate thread, so the workers are divided among the cursors.
        var workers = Math.Max(1, binding.Options.EffectiveWorkers / cursors.Length);
        return [.. cursors.Select(cursor => Score(cursor, active, workers))];
    }

    private DataViewRowCursor Score(DataViewRowCursor cursor, bool[] active, int workers) =>
        binding.NeedsScoring(active) ? new RecurrentCursor(cursor, binding, active, workers) : new PassThroughCursor(cursor, binding, active);
}
