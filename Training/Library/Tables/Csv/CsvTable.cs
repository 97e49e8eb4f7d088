namespace MlNetRecurrent.Training;

/// <summary>Reads columns of CSV texts: a header row, and one row in each line.</summary>
internal static class CsvTable
{
    /// <summary>Reads the columns of a text, with their kinds as guessed from the first rows.</summary>
    /// <exception cref="SequenceDataException">A row is malformed.</exception>
    public static IReadOnlyList<SourceColumn> ReadSchema(CsvText text, TableReadOptions options)
    {
        KindGuess[] guesses = [.. text.Header.Select(_ => new KindGuess(options))];
        for (var row = 0; row < KindGuess.SampledRows && text.Next(); row++)
        {
            for (var column = 0; column < guesses.Length; column++)
                guesses[column].Add(text.GetCell(column));
        }

        return [.. text.Header.Zip(guesses, (column, guess) => new SourceColumn(column, guess.Kind))];
    }

    /// <summary>Reads only the requested columns of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kinds">The kinds of the requested columns, by name.</param>
    /// <param name="options">How the text is written.</param>
    /// <param name="meter">Counts the rows; null if nobody asks for them.</param>
    /// <returns>The columns, and a description of what was found in the text; null for commas, decimal points and ISO dates.</returns>
    /// <exception cref="SequenceDataException">A column is missing, a row is malformed, or a cell is invalid.</exception>
    public static (DataTable Table, string? Description) Read(
        CsvText text, IReadOnlyDictionary<string, ColumnKind> kinds, TableReadOptions options, ReadMeter? meter = null)
    {
        var places = MissingColumns.Require(text.Name, text.Header, kinds.Keys);
        var columns = kinds
            .Select(entry => (
                Name: entry.Key,
                Index: places.Find(entry.Key),
                Column: CellColumn.Create(entry.Value, options.DateFormat)))
            .ToList();
        var numbers = new NumberReading(options, prefersPoint: text.Separator is null or ',');
        text.Look(numbers, [.. columns.Where(column => column.Column is not TextColumn).Select(column => column.Index)]);
        var lines = new LineNumbers();
        while (text.Next())
        {
            foreach (var (name, index, column) in columns)
            {
                // Almost all numbers of a table, without a detour. Until the decimal mark is known, those without one.
                var mark = numbers.IsDecided ? (byte)numbers.Format.Decimal : (byte)0;
                if (column is NumberColumn plain && plain.TryAddPlain(text.GetBytes(index), mark))
                    continue;
                var cell = text.GetCell(index);
                var expected = column switch
                {
                    NumberColumn number => numbers.Add(cell, number),
                    TimeColumn time => numbers.Add(cell, time),
                    _ => column.Add(cell),
                };
                if (expected is not null)
                {
                    throw new SequenceDataException(
                        $"{text.Name}, line {text.Line}, column '{name}': expected {expected}, got {CellText.Quote(cell)}.");
                }
            }

            lines.Add((int)text.Line);
            meter?.Count();
        }

        var table = new DataTable(text.Name, lines, columns.ToDictionary(entry => entry.Name, entry => entry.Column));
        return (table, CsvDescription.Create(text, numbers, columns.Select(column => column.Column)));
    }
}
