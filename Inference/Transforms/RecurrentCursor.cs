using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Walks over rows with scores. It reads a batch of rows ahead of its reader, and reads the source once.</summary>
internal sealed class RecurrentCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _source;
    private readonly ScoringBinding _binding;
    private readonly bool[] _active;
    private readonly RowBatch _rows;
    private long _position = -1;
    private int _row = -1;
    private bool _ended;

    public RecurrentCursor(DataViewRowCursor source, ScoringBinding binding, bool[] active)
    {
        _source = source;
        _binding = binding;
        _active = active;
        _rows = new RowBatch(source, binding, active);
    }

    /// <inheritdoc/>
    public override DataViewSchema Schema => _binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override long Batch => _row < 0 ? 0 : _rows.BatchNumber(_row);

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _binding.IsActive(column, _active);

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_row + 1 >= _rows.Count && !ReadAhead())
        {
            _position = -1;
            return false;
        }

        _row++;
        _position++;
        return true;
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _rows.Id(CurrentRow());

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _binding.RequireActive(column, _active);
        var getter = column.Index == _binding.ScoreIndex
            ? _binding.Score.Getter(() => _rows.Answer(CurrentRow()))
            : _rows.Column(column.Index).Getter(CurrentRow);
        return ScoringBinding.Typed<TValue>(column, getter);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_ended)
        {
            End();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool ReadAhead()
    {
        _row = -1;
        if (_ended)
            return false;
        _rows.Fill();
        if (_rows.Count > 0)
            return true;
        _rows.Fault?.Throw();
        return false;
    }

    private void End()
    {
        _ended = true;
        _row = -1;
        _position = -1;
        _rows.Clear();
    }

    private int CurrentRow() => _row >= 0
        ? _row
        : throw new InvalidOperationException("There is no row to read: MoveNext was not called yet, or returned false, or the cursor is disposed.");
}
