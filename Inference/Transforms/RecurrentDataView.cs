using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>Data with a score column that is computed while somebody reads it.</summary>
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
        var active = binding.Activate(columnsNeeded);
        return Score(source.GetRowCursor(binding.Dependencies(active), rand), active);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = binding.Activate(columnsNeeded);
        return [.. source.GetRowCursorSet(binding.Dependencies(active), n, rand).Select(cursor => Score(cursor, active))];
    }

    private DataViewRowCursor Score(DataViewRowCursor cursor, bool[] active) =>
        active[binding.ScoreIndex] ? new RecurrentCursor(cursor, binding, active) : new PassThroughCursor(cursor, binding, active);
}
