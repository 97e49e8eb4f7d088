namespace MlNetRecurrent.Training;

/// <summary>A column of texts, each kept once: a class or the name of a series stands in many rows.</summary>
internal sealed class TextColumn : CellColumn
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _values = [];
    private readonly List<int> _codes = [];

    /// <summary>The texts that occur, in the order in which they first do.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>The place in <see cref="Values"/> of each row's text.</summary>
    public IReadOnlyList<int> Codes => _codes;

    /// <summary>The text of a row.</summary>
    public string this[int row] => _values[_codes[row]];

    /// <inheritdoc/>
    public override string? Add(string cell)
    {
        if (cell.Length == 0)
            return "a text";
        if (!_numbers.TryGetValue(cell, out var number))
        {
            number = _numbers[cell] = _values.Count;
            _values.Add(cell);
        }

        _codes.Add(number);
        return null;
    }
}
