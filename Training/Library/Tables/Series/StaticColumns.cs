using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The columns whose values are the same in all rows of a series: numbers become features, texts categories.</summary>
internal static class StaticColumns
{
    /// <summary>Gives the static columns that are neither features nor categories one of these roles, by the kind of their cells.</summary>
    /// <exception cref="ArgumentException">A static column has another role, or contains dates.</exception>
    public static DataColumns Assign(DataColumns columns, TableSource table)
    {
        string[] open = [.. columns.Static.Except(columns.Features).Except(columns.Categories.Select(category => category.Name))];
        if (open.Length == 0)
            return columns;
        foreach (var column in open.Intersect([.. columns.Targets, .. columns.FutureCovariates]))
            throw new ArgumentException($"Column '{column}' is static, which cannot be combined with its role as target or future covariate.");
        var kinds = table.ReadSchema().ToDictionary(column => column.Name, column => column.Kind, StringComparer.Ordinal);
        foreach (var column in open.Where(column => kinds.GetValueOrDefault(column) == ColumnKind.Time))
            throw new ArgumentException($"Column '{column}' is static and contains dates: expected numbers or texts.");
        var texts = open.Where(column => kinds.GetValueOrDefault(column) == ColumnKind.Text).ToList();
        return columns with
        {
            Features = [.. columns.Features, .. open.Except(texts)],
            Categories = [.. columns.Categories, .. texts.Select(column => new CategoryColumn(column))],
        };
    }

    /// <summary>Checks that the values of the static columns are the same in all rows of each series.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="order">The rows of the table in the order of the frame.</param>
    /// <param name="segments">The series or sequences.</param>
    /// <exception cref="SequenceDataException">A value differs from that in the first row of its series.</exception>
    public static void Check(DataTable table, DataColumns columns, int[] order, IReadOnlyList<RowSegment> segments)
    {
        foreach (var column in columns.Static)
        {
            if (columns.Categories.Any(category => category.Name == column))
            {
                var texts = table.GetTexts(column);
                Check<int>(table, column, segments, order, row => texts.Codes[row], row => $"'{texts[row]}'");
            }
            else
            {
                // A missing value is not one that changes.
                var numbers = table.GetNumbers(column);
                Check<double>(
                    table,
                    column,
                    segments,
                    order,
                    row => double.IsNaN(numbers[row]) ? null : numbers[row],
                    row => numbers[row].ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static void Check<T>(
        DataTable table, string column, IReadOnlyList<RowSegment> segments, int[] order, Func<int, T?> value, Func<int, string> text)
        where T : struct
    {
        foreach (var segment in segments)
        {
            int? first = null;
            for (var index = segment.Start; index < segment.End; index++)
            {
                var row = order[index];
                if (value(row) is not { } current)
                    continue;
                first ??= row;
                if (Equals(value(first.Value), current))
                    continue;
                var of = segment.Name is null ? "the table" : segment.DisplayName;
                throw new SequenceDataException(
                    $"{table.DescribeLocation(row, column)}: the value {text(row)} differs from {text(first.Value)} in "
                    + $"{table.DescribeRow(first.Value)}, an earlier row of {of}: a static column has one value in each series. "
                    + "Leave it out of the static columns if it changes (DataColumns.Static; on the command line, --static).");
            }
        }
    }
}
