using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Rows that were read ahead: the values that somebody asked for, and the model's answers. Not thread-safe.</summary>
internal sealed class RowBatch
{
    private readonly DataViewRowCursor _source;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly DataViewRowId[] _ids;
    private readonly long[] _batches;
    private readonly ColumnBuffer?[] _columns;
    private readonly AnswerBuffer _answers;
    private bool _ended;

    /// <summary>An empty batch over a source that has all active columns and the sequences.</summary>
    public RowBatch(DataViewRowCursor source, ScoringBinding binding, bool[] active)
    {
        var capacity = binding.Options.BatchSize;
        _source = source;
        _idGetter = source.GetIdGetter();
        _ids = new DataViewRowId[capacity];
        _batches = new long[capacity];
        _columns = [.. binding.InputSchema.Select(column => active[column.Index] ? ColumnBuffer.Create(source, column, capacity) : null)];
        var kept = _columns[binding.Sequence.Index]?.Getter(() => Count);
        _answers = new AnswerBuffer(binding.Model, new SequenceReader(source, binding.Sequence, binding.Model.Network.Features, kept), capacity);
    }

    /// <summary>How many rows there are; 0 when the source has ended.</summary>
    public int Count { get; private set; }

    /// <summary>What ended the source before its time, for the row behind the last one here.</summary>
    public ExceptionDispatchInfo? Fault { get; private set; }

    /// <summary>Replaces the rows by the next ones of the source, scored.</summary>
    public void Fill()
    {
        Clear();
        while (Count < _ids.Length && Advance())
        {
            _idGetter(ref _ids[Count]);
            _batches[Count] = _source.Batch;
            foreach (var column in _columns)
                column?.Read(Count);
            _answers.Read(Count);
            Count++;
        }

        _answers.Score(Count);
    }

    /// <summary>Drops the rows.</summary>
    public void Clear()
    {
        Count = 0;
        _answers.Clear();
    }

    /// <summary>ML.NET's number of the batch that a row belongs to, by which parallel cursors are put in order.</summary>
    public long BatchNumber(int row) => _batches[row];

    public DataViewRowId Id(int row) => _ids[row];

    public ReadOnlySpan<float> Answer(int row) => _answers.Answer(row);

    /// <summary>The values of an active column of the source.</summary>
    public ColumnBuffer Column(int index) => _columns[index]!;

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
            Fault = ExceptionDispatchInfo.Capture(exception);
        }

        return !_ended;
    }
}
