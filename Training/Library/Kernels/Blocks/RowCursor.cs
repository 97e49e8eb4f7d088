namespace MlNetRecurrent.Training;

/// <summary>Pointers to the current time step of each row of a block, which move through each sequence in the direction of the pass.</summary>
internal unsafe ref struct RowCursor
{
    private readonly Span<nint> _rows;
    private readonly nint _step;

    /// <param name="sequences">The sequences; none for no rows at all.</param>
    /// <param name="partition">The order and the lengths of the rows.</param>
    /// <param name="block">The block.</param>
    /// <param name="reverse">Whether time steps are processed from the last to the first.</param>
    /// <param name="atEnd">Whether to start behind the last step that is processed, and to move back.</param>
    /// <param name="buffer">A buffer for the pointers, one for each row.</param>
    public RowCursor(SequencePointer sequences, BlockPartition partition, in RowBlock block, bool reverse, bool atEnd, Span<nint> buffer)
    {
        _rows = buffer[..(sequences.IsNone ? 0 : block.Rows)];
        _step = (reverse ? -1 : 1) * (atEnd ? -1 : 1) * sequences.TimeStride * sizeof(float);
        for (var row = 0; row < _rows.Length; row++)
        {
            var length = partition.GetLength(block.FirstRow + row);
            // Steps of rows that have ended are not used: the cursor starts where the row is at the first or last step of the block.
            var position = atEnd ? block.Steps : 0;
            _rows[row] = (nint)sequences.At(partition.GetSequence(block.FirstRow + row), reverse ? length - 1 - position : position);
        }
    }

    /// <summary>The pointer of each row.</summary>
    public readonly Span<nint> Rows => _rows;

    /// <summary>Moves all rows by a step.</summary>
    public readonly void Move()
    {
        foreach (ref var row in _rows)
            row += _step;
    }
}
