namespace MlNetRecurrent.Training;

/// <summary>Reads the codes of categories from columns of texts, and finds the values of categories that have none yet.</summary>
internal static class CategoryReader
{
    private const int MaxListed = 3;

    /// <summary>Gives categories without values all the texts of their columns, in ordinal order.</summary>
    public static DataColumns FindValues(DataTable table, DataColumns columns) => columns.Categories.All(category => category.Values.Count > 0)
        ? columns
        : columns with
        {
            Categories = [.. columns.Categories.Select(category => category.Values.Count > 0
                ? category
                : CategoryColumn.FromTexts(category.Name, table.GetTexts(category.Name).Values))],
        };

    /// <summary>Reads the code of each row of a frame; NaN for the rows at the end of each series that are skipped.</summary>
    public static float[] Read(
        DataTable table, CategoryColumn category, int[] order, IReadOnlyList<RowSegment> segments, IReadOnlyList<int>? skipped)
    {
        var texts = table.GetTexts(category.Name);
        float[] codes = [.. texts.Values.Select(text => (float)category.GetCode(text))];
        var values = new float[order.Length];
        for (var row = 0; row < order.Length; row++)
            values[row] = codes[texts.Codes[order[row]]];
        for (var index = 0; index < segments.Count && skipped is not null; index++)
            values.AsSpan(segments[index].End - skipped[index], skipped[index]).Fill(float.NaN);
        return values;
    }

    /// <summary>Warns of the texts of a column that are not among the values of its category.</summary>
    public static IEnumerable<string> WarnOfUnknown(DataTable table, DataColumns columns)
    {
        foreach (var category in columns.Categories)
        {
            var texts = table.GetTexts(category.Name);
            var unknown = texts.Values.Where(text => category.GetCode(text) == 0).ToList();
            if (unknown.Count > 0)
                yield return Describe(table.Name, category.Name, unknown, texts.Codes.Count(code => category.GetCode(texts.Values[code]) == 0));
        }
    }

    /// <summary>
    /// Reduces the values that <see cref="FindValues"/> found to those of the training rows; the others become unknown. The parts of the rows must be
    /// known.
    /// </summary>
    /// <param name="frame">The rows.</param>
    /// <param name="columns">The columns before their values were found.</param>
    public static RowFrame KeepTrainingValues(RowFrame frame, DataColumns columns)
    {
        var categories = frame.Columns.Categories.ToArray();
        var warnings = new List<string>();
        for (var index = 0; index < categories.Length; index++)
        {
            if (columns.Categories[index].Values.Count > 0)
                continue;
            var values = categories[index].Values;
            var place = frame.Features - categories.Length + index;
            var isTrained = new bool[values.Count + 1];
            for (var row = 0; row < frame.RowCount; row++)
                isTrained[Code(row)] |= frame.Parts[row] == DataPart.Train;
            var kept = values.Where((_, value) => isTrained[value + 1]).ToList();
            if (kept.Count == values.Count || kept.Count == 0)
                continue;
            categories[index] = new CategoryColumn(categories[index].Name, kept);
            float[] codes = [0, .. values.Select(value => (float)categories[index].GetCode(value))];
            var unknownRows = 0;
            for (var row = 0; row < frame.RowCount; row++)
            {
                unknownRows += isTrained[Code(row)] ? 0 : 1;
                frame.Values[(row * frame.Features) + place] = codes[Code(row)];
            }

            warnings.Add(Describe(frame.Name, categories[index].Name, [.. values.Except(kept)], unknownRows));

            int Code(int row) => (int)frame.Values[(row * frame.Features) + place];
        }

        return frame with { Columns = frame.Columns with { Categories = categories }, Warnings = [.. frame.Warnings, .. warnings] };
    }

    private static string Describe(string table, string column, List<string> values, int rows)
    {
        var list = string.Join(", ", values.Take(MaxListed).Select(value => $"'{value}'")) + (values.Count > MaxListed ? ", ..." : "");
        var (count, verb) = values.Count == 1 ? ("a value", "it counts") : (FormattableString.Invariant($"{values.Count} values"), "they count");
        var inRows = rows == 1 ? "1 row" : FormattableString.Invariant($"{rows} rows");
        return $"{table}: column '{column}' has {count} that no training row has ({list}), in {inRows}: {verb} as unknown.";
    }
}
