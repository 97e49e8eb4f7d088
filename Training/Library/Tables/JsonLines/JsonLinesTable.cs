using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>Reads columns of JSON lines: an object in each line, whose keys are the columns.</summary>
internal static class JsonLinesTable
{
    /// <summary>The number of objects whose keys are the columns.</summary>
    public const int SampledRows = KindGuess.SampledRows;

    /// <summary>Reads the keys of the first objects, in the order in which they first occur, with the kinds of their values.</summary>
    /// <exception cref="SequenceDataException">A line is not an object, or two keys look the same.</exception>
    public static IReadOnlyList<SourceColumn> ReadSchema(TextReader text, string name)
    {
        var lines = new JsonLineText(text, name);
        var guesses = new Dictionary<string, KindGuess>(StringComparer.Ordinal);
        var lookup = guesses.GetAlternateLookup<ReadOnlySpan<char>>();
        List<string> header = [];
        var buffer = new char[256];
        for (var row = 0; row < SampledRows && lines.Next(); row++)
        {
            var values = new JsonRow(lines, name, buffer);
            while (values.NextKey())
            {
                var key = values.GetKey();
                if (!lookup.TryGetValue(key, out var guess))
                {
                    header.Add(key.ToString());
                    guesses[header[^1]] = guess = new KindGuess();
                }

                if (values.TryReadCell(areWords: false, out var cell))
                    guess.Add(cell);
            }

            buffer = values.Buffer;
        }

        if (header.Count == 0)
            throw new SequenceDataException($"{name} has no values: expected a JSON object in each line, with the columns as keys.");
        if (NameChecks.FindPair(header) is not var (first, second))
            return [.. header.Select(key => new SourceColumn(key, guesses[key].Kind))];
        throw new SequenceDataException(
            $"{name} has two keys that look the same, {InvisibleText.Reveal(first)} and {InvisibleText.Reveal(second)}: keys must be unique.");
    }

    /// <summary>Reads only the requested columns. A key that an object does not have is a missing value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name of the text in messages.</param>
    /// <param name="header">The names of the columns.</param>
    /// <param name="kinds">The kinds of the requested columns, by name.</param>
    /// <param name="dateFormat">The format of times; null to find it in the values.</param>
    /// <param name="meter">Counts the rows; null if nobody asks for them.</param>
    /// <exception cref="SequenceDataException">A column is missing, a line is not an object, or a value is invalid.</exception>
    public static DataTable Read(
        TextReader text,
        string name,
        IReadOnlyList<string> header,
        IReadOnlyDictionary<string, ColumnKind> kinds,
        string? dateFormat = null,
        ReadMeter? meter = null)
    {
        var places = MissingColumns.Require(name, header, kinds.Keys, () => DescribeSample(text, name));
        var columns = kinds.Select(entry => new JsonColumn(
            entry.Key, header[places.Find(entry.Key)], CellColumn.Create(entry.Value, dateFormat))).ToArray();
        var indices = columns.Index().ToDictionary(entry => entry.Item.Key, entry => entry.Index, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        var keys = Array.ConvertAll(columns, column => Encoding.UTF8.GetBytes(column.Key));
        var rows = new int[columns.Length];
        var lines = new JsonLineText(text, name);
        var numbers = new LineNumbers();
        var buffer = new char[256];
        while (lines.Next())
        {
            numbers.Add(lines.Number);
            meter?.Count();
            var values = new JsonRow(lines, name, buffer);
            // Mostly, the keys of all objects are in the same order.
            for (var next = 0; values.NextKey(); next++)
            {
                if (next >= columns.Length || !values.IsKey(keys[next]))
                {
                    if (!indices.TryGetValue(values.GetKey(), out var index))
                    {
                        next--;
                        continue;
                    }

                    next = index;
                }

                if (rows[next]++ == numbers.Count)
                    throw new SequenceDataException($"{values.Place}: the key '{columns[next].Key}' occurs more than once.");
                columns[next].Read(ref values);
            }

            buffer = values.Buffer;
            for (var index = 0; index < columns.Length; index++)
            {
                if (rows[index] < numbers.Count)
                {
                    columns[index].Add([], values);
                    rows[index]++;
                }
            }
        }

        return new DataTable(name, numbers, columns.ToDictionary(column => column.Name, column => column.Cells));
    }

    // Later keys are no columns, which nobody expects who sees them in the file.
    private static string DescribeSample(TextReader text, string name)
    {
        var lines = new JsonLineText(text, name);
        for (var row = 0; row <= SampledRows; row++)
        {
            if (!lines.Next())
                return "";
        }

        return FormattableString.Invariant($" Columns are the keys of the first {SampledRows:N0} objects: ")
            + "write the key in one of them, as null if need be.";
    }

    private sealed record JsonColumn(string Name, string Key, CellColumn Cells)
    {
        public void Read(ref JsonRow row)
        {
            if (!row.TryReadCell(Cells is TextColumn, out var cell))
            {
                throw new SequenceDataException(
                    $"{row.Place}, column '{Name}': expected a number, a text, true, false or null, got {row.DescribeValue()}: "
                    + "write each of its values under a key of its own.");
            }

            Add(cell, row);
        }

        public void Add(ReadOnlySpan<char> cell, in JsonRow row)
        {
            if (Cells.Add(cell) is not { } expected)
                return;
            var value = cell.IsEmpty ? "no value" : CellText.Quote(cell);
            throw new SequenceDataException($"{row.Place}, column '{Name}': expected {expected}, got {value}.");
        }
    }
}
