using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>The source's own cursor under the schema that has the score: nobody asked for scores, so nothing is read ahead or scored.</summary>
internal sealed class PassThroughCursor(DataViewRowCursor source, ScoringBinding binding, bool[] active) : DataViewRowCursor
{
    /// <inheritdoc/>
    public override DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => source.Position;

    /// <inheritdoc/>
    public override long Batch => source.Batch;

    /// <inheritdoc/>
    public override bool MoveNext() => source.MoveNext();

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => ActiveColumns.IsActive(binding.OutputSchema, column, active);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ActiveColumns.RequireActive(binding.OutputSchema, column, active);
        return source.GetGetter<TValue>(binding.InputSchema[column.Index]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
