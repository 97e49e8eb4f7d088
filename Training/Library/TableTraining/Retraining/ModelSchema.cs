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
        var tables = Read(source, RowFrameReader.GetColumnKinds(columns), header, differences);
        differences.AddRange(CheckTimes(columns, card, tables));
        differences.AddRange(CheckLabels(columns, card, tables));
        if (differences.Count == 0)
            differences.AddRange(CheckSizes(RowFrameReader.Read(source, columns), card.Network));
        if (differences.Count > 0)
        {
            throw new SequenceDataException(
                $"{source.Name} does not match the model '{path}': {string.Join("; ", differences)}. The columns are {string.Join(", ", header)}.");
        }
    }

    private static Dictionary<string, DataTable> Read(
        TableSource source, IReadOnlyDictionary<string, ColumnKind> kinds, IReadOnlyList<string> header, List<string> differences)
    {
        var tables = new Dictionary<string, DataTable>();
        try
        {
            var table = source.Read(kinds);
            return kinds.Keys.ToDictionary(column => column, _ => table);
        }
        catch (SequenceDataException)
        {
            // Read again, column by column: reading all of them stops at the first invalid cell.
        }

        foreach (var (column, kind) in kinds)
        {
            if (NameChecks.IndexOf(header, column) < 0)
            {
                differences.Add($"there is no column '{column}'");
                continue;
            }

            try
            {
                tables[column] = source.Read(new Dictionary<string, ColumnKind> { [column] = kind });
            }
            catch (SequenceDataException exception)
            {
                differences.Add(exception.Message.TrimEnd('.'));
            }
        }

        return tables;
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
