namespace MlNetRecurrent.Training;

/// <summary>Guesses the roles of columns that are not given.</summary>
internal sealed class ProfileRoles
{
    // Columns that tell series apart and count rows are among the first ones.
    private const int MaxCandidates = 8;

    private const int MinRowsPerSeries = 3;

    // Fewer repeated times are mistakes within one series; a column that leaves a tenth of them tells series apart.
    private const double MinRepeatedShare = 0.05;
    private const double MaxRepeatedRest = 0.1;
    private const int MaxComparedRows = 500_000;

    // A whole column of equal steps counts rows.
    private const int MinCountedRows = 8;

    private readonly DataTable _table;
    private readonly IReadOnlyDictionary<string, ColumnKind> _kinds;
    private readonly List<string> _guesses = [];

    private ProfileRoles(DataTable table, IReadOnlyDictionary<string, ColumnKind> kinds) => (_table, _kinds) = (table, kinds);

    /// <summary>The roles, given and guessed.</summary>
    public DataColumns Columns { get; private set; } = new();

    /// <summary>A sentence for each guess.</summary>
    public IReadOnlyList<string> Guesses => _guesses;

    /// <summary>The column of the time of each row, of any kind; null for none.</summary>
    public string? Time { get; private set; }

    /// <summary>The rows of the table by series, and the series.</summary>
    public (int[] Order, IReadOnlyList<RowSegment> Segments) Groups { get; private set; }

    /// <summary>Completes the roles.</summary>
    /// <param name="table">The table.</param>
    /// <param name="kinds">The kinds of its columns.</param>
    /// <param name="given">The roles that are given.</param>
    public static ProfileRoles Complete(DataTable table, IReadOnlyDictionary<string, ColumnKind> kinds, DataColumns given)
    {
        var roles = new ProfileRoles(table, kinds);
        roles.Guess(given);
        return roles;
    }

    private void Guess(DataColumns given)
    {
        var series = given.Series ?? given.Sequence;
        Time = given.Time ?? _kinds.Keys.FirstOrDefault(column => _kinds[column] == ColumnKind.Time);
        var times = Time is null ? null : GetTimes(Time);
        if (series is null && times is not null && GetRepeatedShare(times) is >= MinRepeatedShare and var share)
            series = FindSeries(given, column => GetRepeatedShare(times, GetCodes(column).Codes) <= share * MaxRepeatedRest);
        else if (times is null && FindCounter(given, ref series) is { } counter)
            Time = counter;
        Groups = series is null || !_kinds.ContainsKey(series)
            ? RowGroups.GroupRows(_table, null)
            : Group(GetCodes(series));
        if (Time is not null && Time != given.Time)
            _guesses.Add($"the time is in column '{Time}'");
        if (series is not null && series != (given.Series ?? given.Sequence))
            _guesses.Add($"column '{series}' tells the series apart");
        var targets = given.Targets;
        if (targets.Count == 0 && given.Label is null)
        {
            var others = (string?[])[Time, series, .. given.Features, .. given.FutureCovariates];
            targets = [.. _kinds.Keys.Where(column => _kinds[column] == ColumnKind.Number).Except(others.OfType<string>()).Where(Varies)];
        }

        Columns = given with { Time = Time, Series = given.Sequence is null ? series : null, Targets = targets };
    }

    // Whether a column is more than another time, or than a property of each series.
    private bool Varies(string column)
    {
        var values = _table.GetNumbers(column);
        var (increases, varies) = (Time is not null, Groups.Segments.Count == 1);
        foreach (var segment in Groups.Segments)
        {
            for (var index = segment.Start + 1; index < segment.End && (increases || !varies); index++)
            {
                var (before, value) = (values[Groups.Order[index - 1]], values[Groups.Order[index]]);
                increases = increases && value > before;
                varies = varies || !value.Equals(before);
            }
        }

        return varies && !increases;
    }

    private string? FindSeries(DataColumns given, Func<string, bool> fits) => GetCandidates(given).FirstOrDefault(column =>
        GetCodes(column).Names.Count is >= 2 and var count && count <= _table.Rows / MinRowsPerSeries && fits(column));

    // A number that counts the rows, of the whole table or of each series: of the fewest series, if it is not clear which of two counts the other.
    private string? FindCounter(DataColumns given, ref string? series)
    {
        if (_table.Rows < MinCountedRows)
            return null;
        var known = series is not null && _kinds.ContainsKey(series) ? GetCodes(series).Codes : null;
        var (counter, fewest) = ((string?)null, int.MaxValue);
        foreach (var column in GetCandidates(given).Where(column => _kinds[column] == ColumnKind.Number))
        {
            double[] values = [.. _table.GetNumbers(column)];
            if (!Counts(values))
                continue;
            if (Increases(values, known))
                return column;
            if (given.Series is null && given.Sequence is null
                && FindSeries(given, other => other != column && Increases(values, GetCodes(other).Codes)) is { } found
                && GetCodes(found).Names.Count is var count && count < fewest)
            {
                (counter, series, fewest) = (column, found, count);
            }
        }

        return counter;
    }

    // Whether most steps up are equal, and no value is missing.
    private static bool Counts(double[] values)
    {
        var steps = Enumerable.Range(1, values.Length - 1).Select(row => values[row] - values[row - 1]).Where(step => !(step <= 0)).ToList();
        return steps.Count > 0 && steps.Count(step => step == steps[0]) > steps.Count / 2;
    }

    private IEnumerable<string> GetCandidates(DataColumns given) => _kinds.Keys
        .Where(column => _kinds[column] != ColumnKind.Time)
        .Take(MaxCandidates)
        .Where(column => column != given.Label && column != given.Split && !given.Targets.Contains(column) && !given.Features.Contains(column))
        .OrderByDescending(column => _kinds[column] == ColumnKind.Text);

    private double[] GetTimes(string column) => _kinds[column] switch
    {
        ColumnKind.Time => [.. _table.GetTimes(column).Values],
        ColumnKind.Number => [.. _table.GetNumbers(column)],
        _ => [.. Enumerable.Range(0, _table.Rows).Select(row => (double)row)],
    };

    // The share of rows whose time occurs before, in the series if there are any.
    private static double GetRepeatedShare(double[] times, IReadOnlyList<int>? codes = null)
    {
        var (rows, seen) = (Math.Min(times.Length, MaxComparedRows), new HashSet<(int, double)>());
        for (var row = 0; row < rows; row++)
            seen.Add((codes?[row] ?? 0, times[row]));
        return rows == 0 ? 0 : 1 - ((double)seen.Count / rows);
    }

    private static bool Increases(double[] values, IReadOnlyList<int>? codes = null)
    {
        var last = new Dictionary<int, double>();
        for (var row = 0; row < values.Length; row++)
        {
            var code = codes?[row] ?? 0;
            if (!(values[row] > last.GetValueOrDefault(code, double.NegativeInfinity)))
                return false;
            last[code] = values[row];
        }

        return true;
    }

    private (IReadOnlyList<string> Names, IReadOnlyList<int> Codes) GetCodes(string column)
    {
        if (_kinds[column] == ColumnKind.Text)
            return (_table.GetTexts(column).Values, _table.GetTexts(column).Codes);
        var texts = new TextColumn();
        foreach (var value in _table.GetNumbers(column))
            texts.Add(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return (texts.Values, texts.Codes);
    }

    private static (int[] Order, IReadOnlyList<RowSegment> Segments) Group((IReadOnlyList<string> Names, IReadOnlyList<int> Codes) texts)
    {
        var order = Enumerable.Range(0, texts.Codes.Count).ToArray();
        // Stable: rows of a series keep their order.
        var codes = texts.Codes.ToArray();
        Array.Sort(Array.ConvertAll(order, row => ((long)codes[row] << 32) | (uint)row), order);
        var (segments, start) = (new List<RowSegment>(), 0);
        foreach (var group in order.GroupBy(row => codes[row]))
        {
            var count = group.Count();
            segments.Add(new RowSegment(texts.Names[group.Key], start, count));
            start += count;
        }

        return (order, segments);
    }
}
