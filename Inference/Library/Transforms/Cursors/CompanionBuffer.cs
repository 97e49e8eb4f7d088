namespace MlNetRecurrent;

/// <summary>The companions of rows read ahead: what they have beside their sequences. Not thread-safe.</summary>
internal sealed class CompanionBuffer(CompanionReader reader, int capacity)
{
    private readonly int[] _starts = new int[capacity];
    private readonly int[] _sizes = new int[capacity];
    private float[] _values = [];
    private float[] _batch = [];
    private int _end;
    private int _batchEnd;

    /// <summary>The companions of the rows that were added to the batch.</summary>
    public ReadOnlySpan<float> Batch => _batch.AsSpan(0, _batchEnd);

    /// <summary>Removes all rows.</summary>
    public void Clear() => _end = 0;

    /// <summary>Reads the companion of the current row of the source.</summary>
    /// <exception cref="InvalidOperationException">The values cannot be scored.</exception>
    public void Read(int row, int steps)
    {
        _starts[row] = _end;
        _sizes[row] = 0;
        _sizes[row] = reader.Read(ref _values, _end, steps);
        _end += _sizes[row];
    }

    /// <summary>Returns the companions of consecutive rows.</summary>
    public ReadOnlySpan<float> GetRows(int first, int last) => _values.AsSpan(_starts[first], _starts[last] + _sizes[last] - _starts[first]);

    /// <summary>Removes all rows from the batch.</summary>
    public void ClearBatch() => _batchEnd = 0;

    /// <summary>Appends the companion of a row to the batch.</summary>
    public void AddToBatch(int row)
    {
        var size = _sizes[row];
        if (_batch.Length - _batchEnd < size)
            Array.Resize(ref _batch, Math.Max(checked(_batchEnd + size), (int)Math.Min(2L * _batch.Length, Array.MaxLength)));
        _values.AsSpan(_starts[row], size).CopyTo(_batch.AsSpan(_batchEnd));
        _batchEnd += size;
    }
}
