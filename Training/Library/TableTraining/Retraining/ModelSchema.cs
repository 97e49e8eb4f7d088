namespace MlNetRecurrent.Training;

/// <summary>Checks that a table matches a model, and reports all differences at once.</summary>
internal static class ModelSchema
{
    /// <summary>Checks the rows.</summary>
    /// <param name="source">The data.</param>
    /// <param name="columns">The columns of the model.</param>
    /// <param name="card">The model card.</param>
    /// <param name="path">The file of the model, for messages.</param>
    /// <exception cref="SequenceDataException">
    /// The data does not match the model, and the message lists every difference; rows are out of order; or a value is missing.
    /// </exception>
    public static void Check(TableSource source, DataColumns columns, ModelCard card, string path)
    {
        var header = source.Columns;
        var differences = new List<string>();
        var tables = new Dictionary<string, DataTable>();
        var (index, kinds) = (new NameIndex(header), RowFrameReader.GetColumnKinds(columns));
        differences.AddRange(kinds.Keys.Where(column => index.Find(column) < 0).Select(column => $"there is no column '{column}'"));
        differences.AddRange(ReadColumns(source, [.. kinds.Where(kind => index.Find(kind.Key) >= 0)], tables));
        differences.AddRange(CheckTimes(columns, card, tables));
        differences.AddRange(CheckLabels(columns, card, tables));
        if (differences.Count == 0)
            differences.AddRange(CheckSizes(RowFrameReader.Read(source, columns), card.Network));
        if (differences.Count > 0)
        {
            throw new SequenceDataException(
                $"{source.Name} does not match the model '{path}': {string.Join("; ", differences)}. "
                + $"The columns are {MissingColumns.DescribeNames(header)}.");
        }
    }

    // Reads all columns, and parts of them to find each one with an invalid cell: reading all of them stops at the first one.
    private static IEnumerable<string> ReadColumns(
        TableSource source, KeyValuePair<string, ColumnKind>[] kinds, Dictionary<string, DataTable> tables)
    {
        if (kinds.Length == 0)
            return [];
        try
        {
            var table = source.Read(kinds.ToDictionary());
            foreach (var (column, _) in kinds)
                tables[column] = table;
            return [];
        }
        catch (SequenceDataException exception) when (kinds.Length == 1)
        {
            return [exception.Message.TrimEnd('.')];
        }
        catch (SequenceDataException)
        {
            var half = kinds.Length / 2;
            return [.. ReadColumns(source, kinds[..half], tables), .. ReadColumns(source, kinds[half..], tables)];
        }
    }

    private static IEnumerable<string> CheckTimes(DataColumns columns, ModelCard card, Dictionary<string, DataTable> tables)
    {
        var last = card.Data?.TrainingSeries?.Select(series => series.LastTime).FirstOrDefault(time => time is not null);
        if (columns.Time is not { } column || last is null || !tables.TryGetValue(column, out var table) || table.Rows == 0)
            yield break;
        var notation = table.GetTimes(column).Notation;
        if (TimeNotations.Parse(last, notation) is null)
        {
            var (found, expected) = notation == TimeNotation.Number ? ("numbers", "dates") : ("dates", "numbers");
            yield return $"column '{column}' contains {found}, the model was trained on {expected}";
        }
    }

    private static IEnumerable<string> CheckLabels(DataColumns columns, ModelCard card, Dictionary<string, DataTable> tables) =>
        columns.Label is { } column && card.Labels.Count > 0 && tables.TryGetValue(column, out var table)
            ? table.GetTexts(column).Values.Except(card.Labels, InvisibleText.Comparer).Select(label =>
                $"label '{label}' of column '{column}' is not one of the {card.Labels.Count} classes of the model ({string.Join(", ", card.Labels)})")
            : [];

    // If the columns are not those of the card, their counts may differ from the sizes of the network.
    private static IEnumerable<string> CheckSizes(RowFrame frame, NetworkDescription network)
    {
        if (frame.Features != network.Features)
            yield return Describe($"features is {frame.Features} ({string.Join(", ", frame.FeatureNames)})", network.Features);
        if (network.Task == RecurrentTask.Forecast && frame.Targets != network.Forecast.Targets)
            yield return Describe($"targets is {frame.Targets}", network.Forecast.Targets);
        if (frame.FutureCovariateNames.Count != network.Forecast.FutureCovariates)
            yield return Describe($"future covariates is {frame.FutureCovariateNames.Count}", network.Forecast.FutureCovariates);
        if (network.Task != RecurrentTask.Forecast && frame.Labels.Count > network.Classes)
            yield return Describe($"classes is {frame.Labels.Count}", network.Classes);
    }

    private static string Describe(string count, int expected) => $"the number of {count}, that of the network {expected}";
}
