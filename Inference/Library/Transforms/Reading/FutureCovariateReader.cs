using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads the future covariates of the current row, or computes them from its times, columns and targets. Not thread-safe.</summary>
internal sealed class FutureCovariateReader : CompanionReader
{
    private readonly DataViewRow _row;
    private readonly FutureColumns _columns;
    private readonly Func<ReadOnlyMemory<float>> _getSequence;
    private readonly NonFinitePolicy _nonFinite;
    private readonly ValueGetter<VBuffer<float>>? _values;
    private readonly ValueGetter<VBuffer<float>>? _earlierTargets;
    private readonly TimeReader? _times;
    private VBuffer<float> _buffer;
    private float[] _known = [];
    private float[] _earlier = [];

    /// <summary>Creates a reader.</summary>
    /// <param name="row">The row or cursor that contains the columns.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="getSequence">Returns the sequence of the current row, which has been read.</param>
    /// <param name="nonFinite">How NaNs and infinities are handled.</param>
    /// <param name="getBuffered">Returns a getter for the values already buffered for an active column, or null.</param>
    public FutureCovariateReader(
        DataViewRow row,
        FutureColumns columns,
        Func<ReadOnlyMemory<float>> getSequence,
        NonFinitePolicy nonFinite,
        Func<DataViewSchema.Column, Delegate?>? getBuffered)
    {
        (_row, _columns, _getSequence, _nonFinite) = (row, columns, getSequence, nonFinite);
        _values = CreateGetter(columns.Values);
        _earlierTargets = CreateGetter(columns.EarlierTargets);
        _times = columns.Times is { } times ? TimeReader.Create(row, times, getBuffered?.Invoke(times)) : null;

        ValueGetter<VBuffer<float>>? CreateGetter(DataViewSchema.Column? column) =>
            column is { } found ? VectorGetter.Create<float>(row, found, getBuffered?.Invoke(found)) : null;
    }

    /// <inheritdoc/>
    public override int Read(ref float[] values, int start, int steps)
    {
        var rows = checked(steps + _columns.Horizon);
        if (_columns.Builder is not { } builder)
        {
            var given = checked(rows * _columns.Width);
            Reserve(ref values, start, given);
            ReadValues(_values!, _columns.Values!.Value, values.AsSpan(start, given), steps);
            return given;
        }

        var known = Resize(ref _known, rows * _columns.Width);
        if (_values is not null)
            ReadValues(_values, _columns.Values!.Value, known, steps);
        var times = _times is null ? [] : _times.Read(rows, $"{steps} time steps of the sequence and {_columns.Horizon} steps of the horizon");
        var earlier = Resize(ref _earlier, builder.EarlierSteps * (_earlierTargets is null ? 0 : _columns.Targets));
        if (_earlierTargets is not null)
            ReadEarlierTargets(_earlierTargets, earlier);
        var size = builder.GetSize(steps);
        Reserve(ref values, start, size);
        builder.Build(
            _getSequence().Span,
            new FutureInputs { Columns = known, Times = times, EarlierTargets = earlier },
            values.AsSpan(start, size));
        return size;
    }

    private void ReadValues(ValueGetter<VBuffer<float>> getter, DataViewSchema.Column column, Span<float> values, int steps)
    {
        getter(ref _buffer);
        if (_buffer.Length != values.Length)
        {
            throw Invalid(
                column,
                $"expected {_columns.Width} values at {steps} time steps of the sequence and {_columns.Horizon} steps of the horizon, "
                + $"{values.Length} in total, got {_buffer.Length}. Remove the row or complete it.");
        }

        _buffer.CopyTo(values);
        HandleNonFinite(column, values);
    }

    private void ReadEarlierTargets(ValueGetter<VBuffer<float>> getter, Span<float> values)
    {
        var column = _columns.EarlierTargets!.Value;
        getter(ref _buffer);
        if (_buffer.Length != values.Length)
        {
            throw Invalid(
                column,
                $"expected {_columns.Targets} targets at {values.Length / _columns.Targets} steps before the sequence, {values.Length} values in "
                + $"total, got {_buffer.Length}. Remove the row or complete it.");
        }

        _buffer.CopyTo(values);
        HandleNonFinite(column, values);
    }

    private void HandleNonFinite(DataViewSchema.Column column, Span<float> values)
    {
        if (TensorPrimitives.IsFiniteAll<float>(values))
            return;
        var index = 0;
        while (float.IsFinite(values[index]))
            index++;
        if (_nonFinite == NonFinitePolicy.Throw)
        {
            throw Invalid(
                column,
                FormattableString.Invariant($"value {index} is {values[index]}, expected finite values. Remove the row, replace the value, or set ")
                + $"{nameof(RecurrentScoringOptions.NonFinite)} to {nameof(NonFinitePolicy.ScoreNaN)}.");
        }

        // As in the sequence itself: one NaN makes the score NaN, as the policy requires.
        values[index] = float.NaN;
    }

    private InvalidOperationException Invalid(DataViewSchema.Column column, string problem) =>
        new($"Input column '{column.Name}' of the future covariates, row {_row.Position}: {problem}");

    private static Span<float> Resize(ref float[] buffer, int size)
    {
        if (buffer.Length < size)
            buffer = new float[size];
        return buffer.AsSpan(0, size);
    }

    private static void Reserve(ref float[] values, int start, int size)
    {
        if (values.Length - start < size)
            Array.Resize(ref values, Math.Max(checked(start + size), (int)Math.Min(2L * values.Length, Array.MaxLength)));
    }
}
