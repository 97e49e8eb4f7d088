namespace MlNetRecurrent.Training;

/// <summary>Guesses the kind of a column of text cells from its first cells.</summary>
/// <param name="options">How the text is written.</param>
internal sealed class KindGuess(TableReadOptions? options = null)
{
    /// <summary>The number of rows from which kinds are guessed.</summary>
    public const int SampledRows = 1000;

    private readonly NumberReading _reading = new(options ?? new(), prefersPoint: true);
    private readonly NumberColumn _numbers = new();
    private readonly TimeColumn _times = new(options?.DateFormat);
    private bool _areNumbers = true;
    private bool _areTimes = true;
    private bool _hasCells;

    /// <summary>
    /// The kind: numbers if all cells are numbers, dates if all are dates, otherwise text. Missing cells are of every kind, and numbers on their own.
    /// </summary>
    public ColumnKind Kind => !_hasCells || _areNumbers ? ColumnKind.Number : _areTimes ? ColumnKind.Time : ColumnKind.Text;

    /// <summary>Considers a cell.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        if (CellColumn.IsMissing(cell))
            return;
        _hasCells = true;
        _areNumbers = _areNumbers && _reading.IsNumber(cell, _numbers);
        _areTimes = _areTimes && _times.Add(cell) is null;
    }
}
