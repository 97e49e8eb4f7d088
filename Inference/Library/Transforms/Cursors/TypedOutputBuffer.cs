using System.Runtime.ExceptionServices;

namespace MlNetRecurrent;

/// <summary>Sequences of values or of tokens with their companions, and their outputs.</summary>
/// <remarks>
/// Sequences of equal length are scored in place. Otherwise they are sorted by length first, so that each batch contains sequences of similar length:
/// the cost of a batch depends on its longest sequence.
/// </remarks>
/// <param name="scorer">Scores the sequences.</param>
/// <param name="reader">Reads the sequence of a row.</param>
/// <param name="companionReader">Reads what a row has beside its sequence; null for nothing.</param>
/// <param name="capacity">The maximum number of rows.</param>
/// <param name="batchSize">The maximum number of rows that are scored together.</param>
internal sealed class TypedOutputBuffer<T>(
    ISequenceScorer<T> scorer, SequenceReader<T> reader, CompanionReader? companionReader, int capacity, int batchSize) : OutputBuffer
{
    private readonly int[] _lengths = new int[capacity];
    private readonly int[] _starts = new int[capacity];
    private readonly int[] _outputStarts = new int[capacity];
    private readonly long[] _order = new long[capacity];
    private readonly ExceptionDispatchInfo?[] _errors = new ExceptionDispatchInfo?[capacity];
    private readonly int[] _times = new int[batchSize];
    private readonly CompanionBuffer? _companions = companionReader is null ? null : new CompanionBuffer(companionReader, capacity);
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
        _companions?.Clear();
    }

    /// <inheritdoc/>
    public override void Read()
    {
        _starts[_rows] = _end;
        try
        {
            _lengths[_rows] = reader.Read(ref _sequences, _end);
            _companions?.Read(_rows, _lengths[_rows] / scorer.Features);
            _errors[_rows] = null;
            _end += _lengths[_rows];
        }
        catch (Exception exception)
        {
            _lengths[_rows] = 0;
            _errors[_rows] = ExceptionDispatchInfo.Capture(exception);
        }

        _rows++;
    }

    /// <inheritdoc/>
    public override void Score()
    {
        try
        {
            var count = Arrange(out var equalLengths);
            for (var first = 0; first < count; first += batchSize)
                ScoreRows(_order.AsSpan(first, Math.Min(batchSize, count - first)), equalLengths);
        }
        catch (Exception exception)
        {
            // Any thread may score: the exception is thrown when the output of a row is requested.
            Array.Fill(_errors, ExceptionDispatchInfo.Capture(exception), 0, _rows);
        }
    }

    /// <inheritdoc/>
    public override ModelOutput GetOutput(int row)
    {
        _errors[row]?.Throw();
        var (start, size) = (_outputStarts[row], GetOutputSize(row));
        return new ModelOutput(_outputs.AsSpan(start, size), GetQuantiles(start, size), _lengths[row] / scorer.Features);
    }

    // Lists the rows that can be scored, sorted by length, and assigns the position of each output: those of a batch are contiguous.
    private int Arrange(out bool equalLengths)
    {
        var count = 0;
        equalLengths = true;
        for (var row = 0; row < _rows; row++)
        {
            if (_lengths[row] == 0)
                continue;
            // The length in the upper half, the row in the lower half: sorting is by length, then by row.
            _order[count] = ((long)_lengths[row] << 32) | (uint)row;
            equalLengths &= _lengths[row] == (int)(_order[0] >> 32);
            count++;
        }

        var order = _order.AsSpan(0, count);
        if (!equalLengths)
            order.Sort();
        var end = 0;
        foreach (var entry in order)
        {
            _outputStarts[GetRow(entry)] = end;
            end = checked(end + GetOutputSize(GetRow(entry)));
        }

        if (_outputs.Length < end)
        {
            // Assigned together: without memory for one of them, both stay as they were.
            var outputs = new float[Math.Max(end, (int)Math.Min(2L * _outputs.Length, Array.MaxLength))];
            _quantiles = scorer.Levels == 0 ? [] : new float[checked(outputs.Length * scorer.Levels)];
            _outputs = outputs;
        }

        return count;
    }

    private void ScoreRows(ReadOnlySpan<long> batch, bool equalLengths)
    {
        var (first, last) = (GetRow(batch[0]), GetRow(batch[^1]));
        var start = _outputStarts[first];
        var outputs = _outputs.AsSpan(start, _outputStarts[last] + GetOutputSize(last) - start);
        var quantiles = GetQuantiles(start, outputs.Length);
        if (equalLengths)
        {
            var sequences = _sequences.AsSpan(_starts[first], batch.Length * _lengths[first]);
            scorer.Score(sequences, batch.Length, [], _companions is null ? [] : _companions.GetRows(first, last), outputs, quantiles);
            return;
        }

        var end = 0;
        _companions?.ClearBatch();
        for (var index = 0; index < batch.Length; index++)
        {
            var row = GetRow(batch[index]);
            var sequence = _sequences.AsSpan(_starts[row], _lengths[row]);
            if (_batch.Length < end + sequence.Length)
                Array.Resize(ref _batch, Math.Max(checked(end + sequence.Length), (int)Math.Min(2L * _batch.Length, Array.MaxLength)));
            sequence.CopyTo(_batch.AsSpan(end));
            end += sequence.Length;
            _times[index] = sequence.Length / scorer.Features;
            _companions?.AddToBatch(row);
        }

        ReadOnlySpan<int> times = _lengths[first] == _lengths[last] ? [] : _times.AsSpan(0, batch.Length);
        scorer.Score(_batch.AsSpan(0, end), batch.Length, times, _companions is null ? [] : _companions.Batch, outputs, quantiles);
    }

    private static int GetRow(long entry) => (int)(entry & int.MaxValue);

    private Span<float> GetQuantiles(int start, int count) => _quantiles.AsSpan(start * scorer.Levels, count * scorer.Levels);

    private int GetOutputSize(int row) => scorer.GetOutputSize(_lengths[row] / scorer.Features);
}
