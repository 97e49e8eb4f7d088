using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>
/// Rows that are read ahead of a cursor's reader: the values that somebody asked for, and the model's answers. Segments of rows go round in a circle: the reader stands in one
/// of them while the ones behind it are scored. Not thread-safe; the source is read on the reader's thread alone.
/// </summary>
internal sealed class ReadAheadBuffer : IDisposable
{
    // Where lengths differ, this many batches are sorted by length together.
    private const int RaggedBatches = 8;

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
    private ExceptionDispatchInfo? _fault;
    private int _reading;
    private int _nextSize;
    private int _most = 1;
    private bool _ended;

    /// <summary>No rows yet, over a source that has all active columns and the sequences.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="binding">The model and the schema.</param>
    /// <param name="active">The columns that somebody asks for.</param>
    /// <param name="workers">How many threads score, the reader's among them.</param>
    public ReadAheadBuffer(DataViewRowCursor source, ScoringBinding binding, bool[] active, int workers)
    {
        var batch = binding.Options.BatchSize;
        _segmentSize = binding.IsRagged ? batch * RaggedBatches : batch;
        _nextSize = batch;
        // One that the reader stands in, and one that each worker scores.
        var count = workers == 1 ? 1 : workers + 1;
        var capacity = checked(_segmentSize * count);
        _source = source;
        _idGetter = source.GetIdGetter();
        _ids = new DataViewRowId[capacity];
        _batches = new long[capacity];
        _columns = [.. binding.InputSchema.Select(column => active[column.Index] ? ColumnBuffer.Create(source, column, capacity) : null)];
        var buffers = binding.CreateBuffers(source, count, _segmentSize, _columns[binding.Sequence.Index]?.CreateGetter(() => _reading));
        _segments = [.. buffers.Select((buffer, index) => new ReadAheadSegment(index * _segmentSize, buffer))];
        _free = new Queue<ReadAheadSegment>(_segments);
        _queue = new ScoringQueue(workers - 1);
    }

    /// <summary>The number of the current segment's first row in the buffers.</summary>
    public int Start => _current?.Start ?? 0;

    /// <summary>How many rows the current segment has.</summary>
    public int Count => _current?.Count ?? 0;

    /// <summary>Goes on to the next rows, scored.</summary>
    /// <returns>False when the source has ended.</returns>
    public bool MoveNext()
    {
        if (_current is not null)
        {
            _current.Clear();
            _free.Enqueue(_current);
            _current = null;
        }

        while (!_ended && _ahead.Count < _most && _free.TryDequeue(out var segment))
        {
            Fill(segment);
            if (segment.Count == 0)
                continue;
            _ahead.Enqueue(segment);
            _queue.Add(segment);
        }

        // The first rows come soon, and who wants no more than those has not paid for many.
        _most = Math.Min(_most + 1, _segments.Length);
        if (!_ahead.TryDequeue(out _current))
        {
            _fault?.Throw();
            return false;
        }

        _queue.WaitFor(_current);
        return true;
    }

    /// <summary>ML.NET's number of the batch that a row belongs to, by which parallel cursors are put in order.</summary>
    public long GetBatchNumber(int row) => _batches[row];

    public DataViewRowId GetId(int row) => _ids[row];

    public ModelOutput GetOutput(int row) => _segments[row / _segmentSize].Outputs.GetOutput(row % _segmentSize);

    /// <summary>The values of an active column of the source.</summary>
    public ColumnBuffer GetColumn(int index) => _columns[index]!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended = true;
        _fault = null;
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
            // The rows before the fault are good: they are handed out first.
            _ended = true;
            _fault = ExceptionDispatchInfo.Capture(exception);
        }

        return !_ended;
    }
}
