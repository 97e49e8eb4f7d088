using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>One row with the model's answer, computed when somebody first fetches it. Not thread-safe; rows are independent of each other.</summary>
internal sealed class RecurrentRow(DataViewRow source, ScoringBinding binding, bool[] active) : DataViewRow
{
    private OutputBuffer? _output;
    private long _answered = -1;

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
        if (binding.GetOutputColumn(column.Index) is not { } answer)
            return source.GetGetter<TValue>(binding.InputSchema[column.Index]);
        _output ??= binding.CreateBuffers(source, count: 1, capacity: 1)[0];
        return ActiveColumns.Typed<TValue>(column, answer.CreateGetter(GetOutput));
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
        // ML.NET moves the position with every row: further columns of the same row share the answer.
        if (source.Position < 0 || source.Position != _answered)
        {
            _answered = -1;
            _output!.Clear();
            _output.Read();
            _output.Score();
            _answered = source.Position;
        }

        return _output!.GetOutput(0);
    }
}
