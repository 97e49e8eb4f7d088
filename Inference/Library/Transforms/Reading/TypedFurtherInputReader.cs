using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads the values of one further input of a model from a column with values of one type.</summary>
/// <typeparam name="TItem">The raw type of a value in the column.</typeparam>
internal sealed class FurtherInputReader<TItem> : FurtherInputReader
    where TItem : struct
{
    // Above it, not every whole number is a float.
    private const double MaxInteger = 1 << 24;

    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly GraphTensor _input;
    private readonly NonFinitePolicy _nonFinite;
    private readonly Func<TItem, double> _convert;
    private readonly bool _isKey;
    private readonly ValueGetter<VBuffer<TItem>> _getter;
    private VBuffer<TItem> _values;
    private TItem[] _items = [];

    public FurtherInputReader(
        DataViewRow row,
        DataViewSchema.Column column,
        GraphTensor input,
        NonFinitePolicy nonFinite,
        Delegate? buffered,
        Func<TItem, double> convert)
    {
        (_row, _column, _input, _nonFinite, _convert) = (row, column, input, nonFinite, convert);
        _isKey = InputSequence.GetItemType(column.Type) is KeyDataViewType;
        _getter = VectorGetter.Create<TItem>(row, column, buffered);
    }

    /// <inheritdoc/>
    public override int Read(ref float[] values, int start, int steps)
    {
        _getter(ref _values);
        var size = _values.Length;
        if (size != _input.GetSize(steps))
        {
            var expected = _input.HasSteps ? $"{steps} time steps of {_input.Size} values, as many as the sequence has" : $"{_input.Size} values";
            throw Invalid($"got {size} values, expected {expected}. Remove the row or complete it");
        }

        if (_items.Length < size)
            _items = new TItem[size];
        _values.CopyTo(_items);
        if (values.Length - start < size)
            Array.Resize(ref values, Math.Max(checked(start + size), (int)Math.Min(2L * values.Length, Array.MaxLength)));
        for (var index = 0; index < size; index++)
            values[start + index] = Convert(_items[index], index);
        return size;
    }

    private float Convert(TItem item, int index)
    {
        var value = _convert(item);
        if (_isKey && value < 0)
            throw Invalid(FormattableString.Invariant($"value {index} is a missing key. Remove the row or complete it"));
        if (!double.IsFinite(value))
        {
            if (_nonFinite == NonFinitePolicy.Throw || _input.IsInteger)
            {
                throw Invalid(FormattableString.Invariant(
                    $"value {index} is {value}, expected {(_input.IsInteger ? "whole numbers" : "finite values")}. Remove the row or correct it"));
            }

            return float.NaN;
        }

        if (_input.IsInteger && (value != Math.Truncate(value) || Math.Abs(value) > MaxInteger))
        {
            throw Invalid(FormattableString.Invariant(
                $"value {index} is {value}, expected whole numbers of at most {MaxInteger:0}. Remove the row or correct it"));
        }

        return (float)value;
    }

    private InvalidOperationException Invalid(string problem) =>
        new($"Input column '{_column.Name}' of the input {_input}, row {_row.Position}: {problem}.");
}
