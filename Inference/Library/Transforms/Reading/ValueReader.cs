using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads sequences of values [time, features].</summary>
internal sealed class ValueReader : SequenceReader<float>
{
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly int _features;
    private readonly NonFinitePolicy _nonFinite;
    private readonly ValueGetter<VBuffer<float>> _getter;
    private VBuffer<float> _sequence;

    /// <summary>Creates a reader of a numeric column.</summary>
    /// <param name="row">The row or cursor that contains the column.</param>
    /// <param name="column">The column: Single or Vector&lt;Single&gt;.</param>
    /// <param name="features">The number of features per time step.</param>
    /// <param name="nonFinite">How NaNs and infinities are handled.</param>
    /// <param name="buffered">A getter for the values already buffered for an active column, so that they are not computed twice; or null.</param>
    public ValueReader(DataViewRow row, DataViewSchema.Column column, int features, NonFinitePolicy nonFinite, Delegate? buffered)
    {
        _row = row;
        _column = column;
        _features = features;
        _nonFinite = nonFinite;
        _getter = VectorGetter.Create<float>(row, column, buffered);
    }

    /// <summary>The sequence that was read last; valid until the next one is read.</summary>
    public ReadOnlyMemory<float> Latest { get; private set; }

    /// <inheritdoc/>
    public override int Read(ref float[] values, int start)
    {
        _getter(ref _sequence);
        var length = _sequence.Length;
        CheckLength(_row, _column, length);
        if (length == 0 || length % _features != 0)
        {
            throw new InvalidOperationException(
                $"Input column '{_column.Name}', row {_row.Position}: "
                + $"expected [time, features] with at least one time step and {_features} values per time step, got {length} values. "
                + "Remove the row or complete it.");
        }

        var sequence = Reserve(ref values, start, length);
        _sequence.CopyTo(sequence);
        if (!TensorPrimitives.IsFiniteAll<float>(sequence))
            HandleNonFinite(sequence);
        Latest = values.AsMemory(start, length);
        return length;
    }

    private void HandleNonFinite(Span<float> sequence)
    {
        var index = 0;
        while (float.IsFinite(sequence[index]))
            index++;
        if (_nonFinite == NonFinitePolicy.Throw)
        {
            var value = FormattableString.Invariant($"value {index % _features} of time step {index / _features} is {sequence[index]}");
            throw new InvalidOperationException(
                $"Input column '{_column.Name}', row {_row.Position}: {value}, expected finite values. "
                + $"Remove the row, replace the value, or set {nameof(RecurrentScoringOptions.NonFinite)} to "
                + $"{nameof(NonFinitePolicy.ScoreNaN)}.");
        }

        // Engines propagate a NaN to the output, but treat an infinity as a very large value. One NaN makes the score NaN, as the policy requires.
        sequence[index] = float.NaN;
    }
}
