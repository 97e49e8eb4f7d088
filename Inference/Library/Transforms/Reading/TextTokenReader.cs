using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>Reads text as sequences of tokens [time].</summary>
internal sealed class TextTokenReader : SequenceReader<long>
{
    private readonly DataViewRow _row;
    private readonly string _name;
    private readonly Vocabulary _vocabulary;
    private readonly ValueGetter<ReadOnlyMemory<char>> _getter;
    private ReadOnlyMemory<char> _text;

    /// <summary>Creates a reader of a text column.</summary>
    /// <param name="row">The row or cursor that contains the column.</param>
    /// <param name="column">The text column.</param>
    /// <param name="vocabulary">The vocabulary of the model.</param>
    /// <param name="buffered">A getter for the values already buffered for an active column, so that they are not computed twice; or null.</param>
    public TextTokenReader(DataViewRow row, DataViewSchema.Column column, Vocabulary vocabulary, Delegate? buffered)
    {
        (_row, _name, _vocabulary) = (row, column.Name, vocabulary);
        _getter = buffered as ValueGetter<ReadOnlyMemory<char>> ?? row.GetGetter<ReadOnlyMemory<char>>(column);
    }

    /// <inheritdoc/>
    public override int Read(ref long[] values, int start)
    {
        _getter(ref _text);
        var tokens = _vocabulary.Encode(_text.ToString());
        if (tokens.Length == 0)
        {
            throw new InvalidOperationException(
                $"Input column '{_name}', row {_row.Position}: expected text with at least one token, got none. Remove the row or complete it.");
        }

        tokens.CopyTo(Reserve(ref values, start, tokens.Length));
        return tokens.Length;
    }
}
