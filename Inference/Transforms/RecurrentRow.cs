using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>One row with its score, computed each time that somebody fetches it. Not thread-safe; rows are independent of each other.</summary>
internal sealed class RecurrentRow(DataViewRow source, ScoringBinding binding, bool[] active) : DataViewRow
{
    private float[] _sequence = [];
    private float[] _answer = [];

    /// <inheritdoc/>
    public override DataViewSchema Schema => binding.OutputSchema;

    /// <inheritdoc/>
    public override long Position => source.Position;

    /// <inheritdoc/>
    public override long Batch => source.Batch;

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => binding.IsActive(column, active);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        binding.RequireActive(column, active);
        if (column.Index != binding.ScoreIndex)
            return source.GetGetter<TValue>(binding.InputSchema[column.Index]);
        var reader = new SequenceReader(source, binding.Sequence, binding.Model.Network.Features);
        return ScoringBinding.Typed<TValue>(column, binding.Score.Getter(() => Answer(reader)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }

    private ReadOnlySpan<float> Answer(SequenceReader reader)
    {
        var length = reader.Read(ref _sequence, 0);
        var size = binding.Model.AnswerSize(length / binding.Model.Network.Features);
        if (_answer.Length < size)
            _answer = new float[size];
        var answer = _answer.AsSpan(0, size);
        binding.Model.Score(_sequence.AsSpan(0, length), answer);
        return answer;
    }
}
