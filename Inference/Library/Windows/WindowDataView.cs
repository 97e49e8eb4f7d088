using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>Data with a column of windows, which are created when they are read.</summary>
internal sealed class WindowDataView(IDataView source, WindowBinding binding) : IDataView
{
    /// <inheritdoc/>
    /// <remarks>Windows require the rows in their order.</remarks>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public long? GetRowCount() => binding.DropsRows ? null : source.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = new bool[binding.OutputSchema.Count];
        foreach (var column in columnsNeeded)
            active[column.Index] = true;
        return new WindowCursor(source.GetRowCursor(binding.GetDependencies(active)), binding, active);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
