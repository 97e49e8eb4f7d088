using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>A cursor over rows with scores. It reads the source once, in order, reads ahead, and scores on several threads.</summary>
internal sealed class RecurrentCursor(DataViewRowCursor source, ScoringBinding binding, bool[] active, int workers) : DataViewRowCursor
{
    private readonly ReadAheadBuffer _rows = new(source, binding, active, workers);
    private long _position = -1;
    private int _row = -1;
    private bool _ended;
    private bool _disposed;

    /// <inheritdoc/>
    public override DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => _row < 0 ? 0 : _rows.GetBatchNumber(_row);

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => ActiveColumns.IsActive(binding.OutputSchema, column, active);

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_ended)
            return false;
        if (_row >= 0 && _row + 1 < _rows.Start + _rows.Count)
        {
            _row++;
        }
        else
        {
            _row = -1;
            if (!_rows.MoveNext())
            {
                _ended = true;
                _position = -1;
                return false;
            }

            _row = _rows.Start;
        }

        _position++;
        return true;
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _rows.GetId(GetCurrentRow());

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ActiveColumns.RequireActive(binding.OutputSchema, column, active);
        var getter = binding.GetOutputColumn(column.Index)?.CreateGetter(() => _rows.GetOutput(GetCurrentRow()))
            ?? _rows.GetColumn(column.Index).CreateGetter(GetCurrentRow);
        return ActiveColumns.CastGetter<TValue>(column, getter);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _ended = true;
            _row = -1;
            _position = -1;
            _rows.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int GetCurrentRow() => _row >= 0
        ? _row
        : throw new InvalidOperationException(
            "There is no current row: MoveNext has not been called, has returned false, or the cursor has been disposed.");
}
