namespace MlNetRecurrent.Training;

/// <summary>A column of text. Each distinct text is stored once, because classes and series names repeat.</summary>
internal sealed class TextColumn : CellColumn
{
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly List<string> _values = [];
    private readonly ChunkedList<int> _codes = [];

    /// <summary>The distinct texts, in order of first occurrence.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>The index in <see cref="Values"/> of the text of each row.</summary>
    public IReadOnlyList<int> Codes => _codes;

    /// <summary>The text of a row.</summary>
    public string this[int row] => _values[_codes[row]];

    /// <inheritdoc/>
    public override string? Add(ReadOnlySpan<char> cell)
    {
        if (InvisibleText.Trim(cell).IsEmpty)
            return "a text";
        var indices = _indices.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!indices.TryGetValue(cell, out var index))
        {
            var text = cell.ToString();
            index = _indices[text] = _values.Count;
            _values.Add(text);
        }

        _codes.Add(index);
        return null;
    }

    /// <inheritdoc/>
    public override void AddRange(CellColumn source, int start, int count)
    {
        for (var row = start; row < start + count; row++)
            Add(((TextColumn)source)[row]);
    }
}
