
namespace MlNetRecurrent.Training;

/// <summary>Reads rows as a model wants them, and says all at once where they are not so.</summary>
internal static class ModelSchema
{
    /// <summary>Reads and checks the rows.</summary>
    /// <param name="source">The data.</param>
    /// <param name="columns">The columns that the model reads.</param>
    /// <param name="card">The model's card.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <exception cref="SequenceDataException">
    /// The data does not fit, and the message lists every difference; rows are out of order; or a value is missing.
    /// </exception>
    public static void Check(TableSource source, DataColumns columns, ModelCard card, string path)
    {
        var header = source.Columns;
        var differences = new List<string>();
        var tables = new Dictionary<string, DataTable>();
        foreach (var (column, kind) in RowFrameReader.GetColumnKinds(columns))
        {
            if (!header.Contains(column))
            {
                differences.Add($"there is no column '{column}'");
                continue;
            }

            try
            {
                // Each by itself: a reading of all of them ends at the first cell that is wrong.
                tables[column] = source.Read(new Dictionary<string, ColumnKind> { [column] = kind });
            }
            catch (SequenceDataException exception)
            {
                differences.Add(exception.Message.TrimEnd('.'));
            }
        }

        differences.AddRange(CheckTimes(columns, card, tables));
        differences.AddRange(CheckLabels(columns, card, tables));
        if (differences.Count == 0)
            differences.AddRange(CheckSizes(RowFrameReader.Read(source, columns), card.Network));
        if (differences.Count > 0)
            throw new SequenceDataException($"{source.Name} does not fit the model '{path}': {string.Join("; ", differences)}. The columns are {string.Join(", ", header)}.");
    }

    private static IEnumerable<string> CheckTimes(DataColumns columns, ModelCard card, Dictionary<string, DataTable> tables)
    {
        var last = card.Data?.TrainingSeries?.Select(series => series.LastTime).FirstOrDefault(time => time is not null);
        if (columns.Time is not { } column || last is null || !tables.TryGetValue(column, out var table) || table.Rows == 0)
            yield break;
        var fitted = new TimeColumn();
        if (fitted.Add(last) is null && fitted.IsCalendar != table.GetTimes(column).IsCalendar)
            yield return $"column '{column}' holds {(fitted.IsCalendar ? "numbers, the model was fitted on dates" : "dates, the model was fitted on numbers")}";
    }

    private static IEnumerable<string> CheckLabels(DataColumns columns, ModelCard card, Dictionary<string, DataTable> tables) =>
        columns.Label is { } column && card.Labels.Count > 0 && tables.TryGetValue(column, out var table)
            ? table.GetTexts(column).Values.Except(card.Labels).Select(label => $"label '{label}' of column '{column}' is not one of the {card.Labels.Count} that the model tells apart ({string.Join(", ", card.Labels)})")
            : [];

    // Where the columns are not the card's own, their numbers may be others than the network's.
    private static IEnumerable<string> CheckSizes(RowFrame frame, NetworkDescription network)
    {
        if (frame.Features != network.Features)
            yield return $"the columns give {frame.Features} features ({string.Join(", ", frame.FeatureNames)}), the network reads {network.Features}";
        if (network.Task == RecurrentTask.Forecast && frame.Targets != network.Forecast.Targets)
            yield return $"there are {frame.Targets} targets, the network forecasts {network.Forecast.Targets}";
        if (frame.FutureCovariateNames.Count != network.Forecast.FutureCovariates)
            yield return $"there are {frame.FutureCovariateNames.Count} values known ahead, the network reads {network.Forecast.FutureCovariates}";
        if (network.Task != RecurrentTask.Forecast && frame.Labels.Count > network.Classes)
            yield return $"there are {frame.Labels.Count} classes, the network tells {network.Classes} apart";
    }
}
