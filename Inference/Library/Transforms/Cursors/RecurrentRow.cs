using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A row with scores that are computed when they are first read. Not thread-safe; rows are independent of each other.</summary>
internal sealed class RecurrentRow(DataViewRow source, ScoringBinding binding, bool[] active) : DataViewRow
{
    private OutputBuffer? _output;
    private long _scoredPosition = -1;

    /// <inheritdoc/>
    public override DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => source.Position;

    /// <inheritdoc/>
    public override long Batch => source.Batch;

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => ActiveColumns.IsActive(binding.OutputSchema, column, active);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ActiveColumns.RequireActive(binding.OutputSchema, column, active);
        if (binding.GetOutputColumn(column.Index) is not { } output)
            return source.GetGetter<TValue>(binding.InputSchema[column.Index]);
        _output ??= binding.CreateBuffers(source, count: 1, capacity: 1)[0];
        return ActiveColumns.CastGetter<TValue>(column, output.CreateGetter(GetOutput));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }

    private ModelOutput GetOutput()
    {
        // ML.NET advances the position with every row: the columns of one row share the output.
        if (source.Position < 0 || source.Position != _scoredPosition)
        {
            _scoredPosition = -1;
            _output!.Clear();
            _output.Read();
            _output.Score();
            _scoredPosition = source.Position;
        }

        return _output!.GetOutput(0);
    }
}
