using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent;

/// <summary>Reads sequences of tokens [time].</summary>
/// <typeparam name="TItem">The raw type of a token in the column.</typeparam>
internal sealed class TokenReader<TItem> : SequenceReader<long>
    where TItem : struct, INumberBase<TItem>
{
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly int _vocabularySize;
    private readonly bool _isKey;
    private readonly ValueGetter<VBuffer<TItem>> _getter;
    private VBuffer<TItem> _sequence;
    private TItem[] _items = [];

    /// <summary>Creates a reader of a column of Int64, Int32 or keys, or of vectors of these.</summary>
    /// <param name="row">The row or cursor that contains the column.</param>
    /// <param name="column">The column.</param>
    /// <param name="vocabularySize">The number of tokens in the vocabulary.</param>
    /// <param name="buffered">A getter for the values already buffered for an active column, so that they are not computed twice; or null.</param>
    public TokenReader(DataViewRow row, DataViewSchema.Column column, int vocabularySize, Delegate? buffered)
    {
        _row = row;
        _column = column;
        _vocabularySize = vocabularySize;
        _isKey = InputSequence.GetItemType(column.Type) is KeyDataViewType;
        _getter = VectorGetter.Create<TItem>(row, column, buffered);
    }

    /// <inheritdoc/>
    public override int Read(ref long[] values, int start)
    {
        _getter(ref _sequence);
        var length = _sequence.Length;
        CheckLength(_row, _column, length);
        if (length == 0)
        {
            throw new InvalidOperationException(
                $"Input column '{_column.Name}', row {_row.Position}: expected a sequence of at least one token, got none. "
                + "Remove the row or complete it.");
        }

        if (_items.Length < length)
            _items = new TItem[length];
        _sequence.CopyTo(_items);
        var tokens = Reserve(ref values, start, length);
        for (var index = 0; index < length; index++)
            tokens[index] = GetToken(_items[index], index);
        return length;
    }

    private long GetToken(TItem item, int index)
    {
        var token = long.CreateSaturating(item);
        if (_isKey)
        {
            // ML.NET numbers keys from 1; 0 is a missing value.
            if (token == 0)
                throw Invalid($"token {index} is a missing key");
            token--;
        }

        return token >= 0 && token < _vocabularySize ? token : throw Invalid($"token {index} is {token}");
    }

    private InvalidOperationException Invalid(string token) => new(
        $"Input column '{_column.Name}', row {_row.Position}: {token}, "
        + $"expected token IDs from 0 to {_vocabularySize - 1}{(_isKey ? " (keys start at 1)" : "")}. Remove the row or correct it.");
}
