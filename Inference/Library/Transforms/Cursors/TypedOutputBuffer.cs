using System.Runtime.ExceptionServices;

namespace MlNetRecurrent;

/// <summary>Sequences of one kind, and the answers to them.</summary>
/// <remarks>
/// Rows of one length are scored as they lie. Otherwise they are put in the order of their lengths first, so that those that are scored together are much alike: what a batch
/// costs is decided by its longest sequence.
/// </remarks>
internal sealed class TypedOutputBuffer<T>(ISequenceScorer<T> scorer, SequenceReader<T> reader, int capacity, int batchSize) : OutputBuffer
{
    private readonly int[] _lengths = new int[capacity];
    private readonly int[] _starts = new int[capacity];
    private readonly int[] _answerStarts = new int[capacity];
    private readonly long[] _order = new long[capacity];
    private readonly ExceptionDispatchInfo?[] _faults = new ExceptionDispatchInfo?[capacity];
    private readonly int[] _times = new int[batchSize];
    private T[] _sequences = [];
    private T[] _batch = [];
    private float[] _outputs = [];
    private float[] _quantiles = [];
    private int _rows;
    private int _end;

    /// <inheritdoc/>
    public override void Clear()
    {
        _rows = 0;
        _end = 0;
    }

    /// <inheritdoc/>
    public override void Read()
    {
        _starts[_rows] = _end;
        try
        {
            _lengths[_rows] = reader.Read(ref _sequences, _end);
            _faults[_rows] = null;
            _end += _lengths[_rows];
        }
        catch (Exception exception)
        {
            _lengths[_rows] = 0;
            _faults[_rows] = ExceptionDispatchInfo.Capture(exception);
        }

        _rows++;
    }

    /// <inheritdoc/>
    public override void Score()
    {
        try
        {
            var good = Arrange(out var alike);
            for (var first = 0; first < good; first += batchSize)
                ScoreTogether(_order.AsSpan(first, Math.Min(batchSize, good - first)), alike);
        }
        catch (Exception exception)
        {
            // Whichever thread scores, what goes wrong is told to whoever asks for an answer.
            Array.Fill(_faults, ExceptionDispatchInfo.Capture(exception), 0, _rows);
        }
    }

    /// <inheritdoc/>
    public override ModelOutput GetOutput(int row)
    {
        _faults[row]?.Throw();
        var (start, size) = (_answerStarts[row], GetOutputSize(row));
        return new ModelOutput(_outputs.AsSpan(start, size), Quantiles(start, size));
    }

    // Lists the rows that can be scored, shortest first, and gives each answer its place: rows that are scored together have theirs side by side.
    private int Arrange(out bool alike)
    {
        var good = 0;
        alike = true;
        for (var row = 0; row < _rows; row++)
        {
            if (_lengths[row] == 0)
                continue;
            // The length above the number of the row: sorted by length, rows of one length in their order.
            _order[good] = ((long)_lengths[row] << 32) | (uint)row;
            alike &= _lengths[row] == (int)(_order[0] >> 32);
            good++;
        }

        var order = _order.AsSpan(0, good);
        if (!alike)
            order.Sort();
        var end = 0;
        foreach (var entry in order)
        {
            _answerStarts[RowOf(entry)] = end;
            end = checked(end + GetOutputSize(RowOf(entry)));
        }

        if (_outputs.Length < end)
        {
            _outputs = new float[Math.Max(end, (int)Math.Min(2L * _outputs.Length, Array.MaxLength))];
            _quantiles = scorer.Levels == 0 ? [] : new float[checked(_outputs.Length * scorer.Levels)];
        }

        return good;
    }

    private void ScoreTogether(ReadOnlySpan<long> batch, bool alike)
    {
        var (first, last) = (RowOf(batch[0]), RowOf(batch[^1]));
        var start = _answerStarts[first];
        var answers = _outputs.AsSpan(start, _answerStarts[last] + GetOutputSize(last) - start);
        var quantiles = Quantiles(start, answers.Length);
        if (alike)
        {
            scorer.ScoreBatch(_sequences.AsSpan(_starts[first], batch.Length * _lengths[first]), batch.Length, answers, quantiles);
            return;
        }

        var end = 0;
        for (var index = 0; index < batch.Length; index++)
        {
            var row = RowOf(batch[index]);
            var sequence = _sequences.AsSpan(_starts[row], _lengths[row]);
            if (_batch.Length < end + sequence.Length)
                Array.Resize(ref _batch, Math.Max(checked(end + sequence.Length), (int)Math.Min(2L * _batch.Length, Array.MaxLength)));
            sequence.CopyTo(_batch.AsSpan(end));
            end += sequence.Length;
            _times[index] = sequence.Length / scorer.Features;
        }

        if (_lengths[first] == _lengths[last])
            scorer.ScoreBatch(_batch.AsSpan(0, end), batch.Length, answers, quantiles);
        else
            scorer.ScoreRagged(_batch.AsSpan(0, end), _times.AsSpan(0, batch.Length), answers, quantiles);
    }

    private static int RowOf(long entry) => (int)(entry & int.MaxValue);

    private Span<float> Quantiles(int output, int count) => _quantiles.AsSpan(output * scorer.Levels, count * scorer.Levels);

    private int GetOutputSize(int row) => scorer.GetOutputSize(_lengths[row] / scorer.Features);
}
