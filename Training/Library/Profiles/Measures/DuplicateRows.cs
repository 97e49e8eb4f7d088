namespace MlNetRecurrent.Training;

/// <summary>Counts rows that repeat another row of the table in every column.</summary>
internal static class DuplicateRows
{
    // Memory for the hashes of the rows: rows beyond it are not compared.
    private const int MaxRows = 2_000_000;

    /// <summary>Returns the number of rows that repeat an earlier one, and the first of them; -1 if there is none.</summary>
    /// <param name="table">The table.</param>
    /// <param name="kinds">The kinds of its columns.</param>
    public static (int Count, int First) Count(DataTable table, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        // 128 bits: different rows of one table do not collide.
        var hashes = new (ulong First, ulong Second)[Math.Min(table.Rows, MaxRows)];
        foreach (var (column, kind) in kinds)
        {
            var numbers = kind == ColumnKind.Number ? table.GetNumbers(column) : null;
            var times = kind == ColumnKind.Time ? table.GetTimes(column).Values : null;
            var codes = kind == ColumnKind.Text ? table.GetTexts(column).Codes : null;
            for (var row = 0; row < hashes.Length; row++)
            {
                var value = codes is null ? BitConverter.DoubleToUInt64Bits(numbers?[row] ?? times![row]) : (ulong)codes[row];
                hashes[row] = (Mix(hashes[row].First, value), Mix(hashes[row].Second, ~value));
            }
        }

        var (seen, count, first) = (new HashSet<(ulong, ulong)>(hashes.Length), 0, -1);
        for (var row = 0; row < hashes.Length; row++)
        {
            if (seen.Add(hashes[row]))
                continue;
            count++;
            first = first < 0 ? row : first;
        }

        return (count, first);
    }

    // G. L. Steele, D. Lea and C. H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
    private static ulong Mix(ulong hash, ulong value)
    {
        var mixed = (hash * 0x9E3779B97F4A7C15) + value + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
