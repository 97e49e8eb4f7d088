using System.Runtime.ExceptionServices;

namespace MlNetRecurrent;

/// <summary>The sequences of rows that were read ahead, and the answers to them. Not thread-safe.</summary>
internal sealed class AnswerBuffer(RecurrentModel model, SequenceReader reader, int capacity)
{
    private readonly int[] _lengths = new int[capacity];
    private readonly int[] _answerStarts = new int[capacity + 1];
    private readonly ExceptionDispatchInfo?[] _faults = new ExceptionDispatchInfo?[capacity];
    private float[] _sequences = [];
    private float[] _answers = [];
    private int _end;

    /// <summary>Forgets all rows.</summary>
    public void Clear() => _end = 0;

    /// <summary>Reads the sequence of the source's current row as that of the next row here. A fault is kept for whoever asks for the answer.</summary>
    public void Read(int row)
    {
        try
        {
            _lengths[row] = reader.Read(ref _sequences, _end);
            _faults[row] = null;
            _end += _lengths[row];
        }
        catch (Exception exception)
        {
            _lengths[row] = 0;
            _faults[row] = ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary>Scores the rows: neighbours of one length together.</summary>
    public void Score(int rows)
    {
        var start = 0;
        for (int first = 0, next; first < rows; first = next)
        {
            next = first + 1;
            while (next < rows && _lengths[next] == _lengths[first])
                next++;
            ScoreAlike(start, first, next);
            start += _lengths[first] * (next - first);
        }
    }

    /// <summary>The answer to a row.</summary>
    /// <exception cref="InvalidOperationException">The row's sequence cannot be scored.</exception>
    public ReadOnlySpan<float> Answer(int row)
    {
        _faults[row]?.Throw();
        return _answers.AsSpan(_answerStarts[row].._answerStarts[row + 1]);
    }

    private void ScoreAlike(int start, int first, int next)
    {
        var length = _lengths[first];
        var answerSize = length == 0 ? 0 : model.AnswerSize(length / model.Network.Features);
        for (var row = first; row < next; row++)
            _answerStarts[row + 1] = checked(_answerStarts[row] + answerSize);
        if (length == 0)
            return;
        if (_answers.Length < _answerStarts[next])
            Array.Resize(ref _answers, Math.Max(_answerStarts[next], (int)Math.Min(2L * _answers.Length, Array.MaxLength)));
        try
        {
            var batch = next - first;
            model.ScoreBatch(_sequences.AsSpan(start, batch * length), batch, _answers.AsSpan(_answerStarts[first].._answerStarts[next]));
        }
        catch (Exception exception)
        {
            Array.Fill(_faults, ExceptionDispatchInfo.Capture(exception), first, next - first);
        }
    }
}
