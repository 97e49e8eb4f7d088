using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads sequences of values [time, features].</summary>
internal sealed class ValueReader : SequenceReader<float>
{
    private readonly DataViewRow _row;
    private readonly string _name;
    private readonly int _features;
    private readonly NonFinitePolicy _nonFinite;
    private readonly ValueGetter<VBuffer<float>> _getter;
    private VBuffer<float> _sequence;

    /// <summary>A reader of a column.</summary>
    /// <param name="row">The row or cursor that the column belongs to.</param>
    /// <param name="column">Single or Vector&lt;Single&gt;.</param>
    /// <param name="features">Values per time step.</param>
    /// <param name="nonFinite">What becomes of a NaN or an infinity.</param>
    /// <param name="kept">A getter of the column's value where somebody has fetched it already, so that nothing is computed twice; or null.</param>
    public ValueReader(DataViewRow row, DataViewSchema.Column column, int features, NonFinitePolicy nonFinite, Delegate? kept)
    {
        _row = row;
        _name = column.Name;
        _features = features;
        _nonFinite = nonFinite;
        _getter = CreateVectorGetter<float>(row, column, kept);
    }

    /// <inheritdoc/>
    public override int Read(ref float[] values, int start)
    {
        _getter(ref _sequence);
        var length = _sequence.Length;
        if (length == 0 || length % _features != 0)
        {
            throw new InvalidOperationException(
                $"Input column '{_name}', row {_row.Position}: expected a sequence [time, features] of at least one time step and {_features} values each, got {length} values. Leave the row out or complete it.");
        }

        var room = Reserve(ref values, start, length);
        _sequence.CopyTo(room);
        if (!TensorPrimitives.IsFiniteAll<float>(room))
            RefuseOrMark(room);
        return length;
    }

    private void RefuseOrMark(Span<float> sequence)
    {
        var index = 0;
        while (float.IsFinite(sequence[index]))
            index++;
        if (_nonFinite == NonFinitePolicy.Throw)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Input column '{_name}', row {_row.Position}: value {index % _features} of time step {index / _features} is {sequence[index]}, expected finite values. Leave the row out, complete it, or let {nameof(RecurrentScoringOptions.NonFinite)} be {nameof(NonFinitePolicy.ScoreNaN)}."));
        }

        // An engine answers a NaN by NaN; an infinity it would take for a very large value.
        sequence[index] = float.NaN;
    }
}
