using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>
/// Rows that are read ahead of a cursor: the values of the active columns and the outputs of the model. The segments of the buffer are reused in a
/// circle: while the cursor reads one segment, the following ones are scored. Not thread-safe. The source is read only on the thread that reads the
/// cursor.
/// </summary>
internal sealed class ReadAheadBuffer : IDisposable
{
    // The number of batches that are sorted by length together if lengths differ.
    private const int RaggedBatches = 8;

    // Bounds the memory for large batches of many workers, such as a saved pipeline of unknown origin can request.
    private const int MaxRows = 1 << 20;

    private readonly DataViewRowCursor _source;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly DataViewRowId[] _ids;
    private readonly long[] _batches;
    private readonly ColumnBuffer?[] _columns;
    private readonly int _segmentSize;
    private readonly ReadAheadSegment[] _segments;
    private readonly Queue<ReadAheadSegment> _ahead = new();
    private readonly Queue<ReadAheadSegment> _free;
    private readonly ScoringQueue _queue;
    private ReadAheadSegment? _current;
    private ExceptionDispatchInfo? _error;
    private int _reading;
    private int _nextSize;
    private int _maxAhead = 1;
    private bool _ended;

    /// <summary>Creates an empty buffer.</summary>
    /// <param name="source">The rows, with the active columns and the input column.</param>
    /// <param name="binding">The model bound to the schema.</param>
    /// <param name="active">Which columns of the output schema are requested.</param>
    /// <param name="workers">The number of threads that score, including the thread that reads the cursor.</param>
    public ReadAheadBuffer(DataViewRowCursor source, ScoringBinding binding, bool[] active, int workers)
    {
        var batch = binding.Options.BatchSize;
        _segmentSize = binding.IsRagged ? batch * RaggedBatches : batch;
        _nextSize = batch;

        // One segment that is being read, and one that each worker scores.
        var count = workers == 1 ? 1 : Math.Min(workers + 1, MaxRows / _segmentSize);
        var capacity = _segmentSize * count;
        _source = source;
        _idGetter = source.GetIdGetter();
        _ids = new DataViewRowId[capacity];
        _batches = new long[capacity];
        _columns = [.. binding.InputSchema.Select(column => active[column.Index] ? ColumnBuffer.Create(source, column, capacity) : null)];
        var buffers = binding.CreateBuffers(source, count, _segmentSize, column => _columns[column.Index]?.CreateGetter(() => _reading));
        _segments = [.. buffers.Select((buffer, index) => new ReadAheadSegment(index * _segmentSize, buffer))];
        _free = new Queue<ReadAheadSegment>(_segments);
        _queue = new ScoringQueue(workers - 1);
    }

    /// <summary>The index of the first row of the current segment.</summary>
    public int Start => _current?.Start ?? 0;

    /// <summary>The number of rows in the current segment.</summary>
    public int Count => _current?.Count ?? 0;

    /// <summary>Moves to the next segment of scored rows.</summary>
    /// <returns>False if there are no more rows.</returns>
    public bool MoveNext()
    {
        if (_current is not null)
        {
            _current.Clear();
            _free.Enqueue(_current);
            _current = null;
        }

        while (!_ended && _ahead.Count < _maxAhead && _free.TryDequeue(out var segment))
        {
            Fill(segment);
            if (segment.Count == 0)
                continue;
            _ahead.Enqueue(segment);
            _queue.Add(segment);
        }

        // Reading ahead grows segment by segment: the first rows arrive early, and a reader that stops after a few rows has caused little work.
        _maxAhead = Math.Min(_maxAhead + 1, _segments.Length);
        if (!_ahead.TryDequeue(out _current))
        {
            _error?.Throw();
            return false;
        }

        _queue.WaitFor(_current);
        return true;
    }

    /// <summary>Returns ML.NET's batch number of a row, by which the rows of parallel cursors are ordered.</summary>
    public long GetBatchNumber(int row) => _batches[row];

    public DataViewRowId GetId(int row) => _ids[row];

    public ModelOutput GetOutput(int row) => _segments[row / _segmentSize].Outputs.GetOutput(row % _segmentSize);

    /// <summary>Returns the buffer of an active column of the source.</summary>
    public ColumnBuffer GetColumn(int index) => _columns[index]!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended = true;
        _error = null;
        _current = null;
        _ahead.Clear();
        _free.Clear();
        _queue.Cancel();
    }

    private void Fill(ReadAheadSegment segment)
    {
        while (segment.Count < _nextSize && Advance())
        {
            _reading = segment.Start + segment.Count;
            _idGetter(ref _ids[_reading]);
            _batches[_reading] = _source.Batch;
            foreach (var column in _columns)
                column?.Read(_reading);
            segment.Outputs.Read();
            segment.Count++;
        }

        _nextSize = Math.Min(_segmentSize, 2 * _nextSize);
    }

    private bool Advance()
    {
        if (_ended)
            return false;
        try
        {
            _ended = !_source.MoveNext();
        }
        catch (Exception exception)
        {
            // The rows before the error are valid and are returned first.
            _ended = true;
            _error = ExceptionDispatchInfo.Capture(exception);
        }

        return !_ended;
    }
}
