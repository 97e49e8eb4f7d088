using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Names the columns of a prediction table so that no two have the same name.</summary>
internal static class PredictionHeader
{
    /// <summary>
    /// Returns the names of the columns. Columns of the data keep their names. A generated name that exists already is numbered:
    /// <c>step</c> becomes <c>step (2)</c>, or <c>step (3)</c> if there is a <c>step (2)</c> too.
    /// </summary>
    /// <param name="columns">The columns.</param>
    /// <param name="notes">Receives a sentence for each column that is renamed.</param>
    public static IReadOnlyList<string> Create(IReadOnlyList<PredictionColumn> columns, List<string> notes)
    {
        var names = new string?[columns.Count];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, column) in columns.Index())
        {
            if (!column.IsGenerated && taken.Add(column.Name))
                names[index] = column.Name;
        }

        foreach (var (index, column) in columns.Index().Where(entry => names[entry.Index] is null))
        {
            var name = column.Name;
            for (var number = 2; !taken.Add(name); number++)
                name = string.Create(CultureInfo.InvariantCulture, $"{column.Name} ({number})");
            names[index] = name;
            if (name != column.Name)
                notes.Add($"Column {index + 1} is named '{name}', because another column has the name '{column.Name}'.");
        }

        return [.. names.OfType<string>()];
    }
}
