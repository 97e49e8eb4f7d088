namespace MlNetRecurrent;

/// <summary>The names of a model's future covariates, made from the columns of the table that they come from.</summary>
internal static class CovariateNames
{
    /// <summary>The names, in the order of the model's input: columns, then the calendar, then lagged targets.</summary>
    public static IEnumerable<string> FromColumns(DataColumns columns)
    {
        foreach (var column in columns.FutureCovariates)
            yield return column;
        foreach (var field in columns.CalendarFields)
        {
            yield return $"{Word(field)} sin";
            yield return $"{Word(field)} cos";
        }

        foreach (var lag in columns.Lags)
        {
            foreach (var target in columns.Targets)
                yield return FormattableString.Invariant($"{target} {lag} before");
        }
    }

    private static string Word(CalendarField field) => field.ToString().ToLowerInvariant();
}
