using Microsoft.ML;

namespace MlNetRecurrent;

/// <summary>Reads texts as sequences of tokens [time].</summary>
internal sealed class TextTokenReader : SequenceReader<long>
{
    private readonly DataViewRow _row;
    private readonly string _name;
    private readonly Vocabulary _vocabulary;
    private readonly ValueGetter<ReadOnlyMemory<char>> _getter;
    private ReadOnlyMemory<char> _text;

    /// <summary>A reader of a column of texts.</summary>
    /// <param name="row">The row or cursor that the column belongs to.</param>
    /// <param name="column">The column.</param>
    /// <param name="vocabulary">What the model knows.</param>
    /// <param name="kept">A getter of the column's value where somebody has fetched it already, so that nothing is computed twice; or null.</param>
    public TextTokenReader(DataViewRow row, DataViewSchema.Column column, Vocabulary vocabulary, Delegate? kept)
    {
        (_row, _name, _vocabulary) = (row, column.Name, vocabulary);
        _getter = kept as ValueGetter<ReadOnlyMemory<char>> ?? row.GetGetter<ReadOnlyMemory<char>>(column);
    }

    /// <inheritdoc/>
    public override int Read(ref long[] values, int start)
    {
        _getter(ref _text);
        var tokens = _vocabulary.Encode(_text.ToString());
        if (tokens.Length == 0)
            throw new InvalidOperationException($"Input column '{_name}', row {_row.Position}: expected a text of at least one token, got none. Leave the row out or complete it.");
        tokens.CopyTo(Reserve(ref values, start, tokens.Length));
        return tokens.Length;
    }
}
