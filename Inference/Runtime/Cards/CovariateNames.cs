namespace MlNetRecurrent;

/// <summary>Derives the names of the future covariates of a model from the columns of its table.</summary>
internal static class CovariateNames
{
    /// <summary>Returns the names in the order of the model input: columns, calendar fields, holidays, seasons, lagged targets.</summary>
    public static IEnumerable<string> FromColumns(DataColumns columns)
    {
        foreach (var column in columns.FutureCovariates)
            yield return column;
        foreach (var name in TimeFeatures.GetNames(columns))
            yield return name;
        foreach (var lag in columns.Lags)
        {
            foreach (var target in columns.Targets)
                yield return FormattableString.Invariant($"{target} {lag} before");
        }
    }

    /// <summary>Returns the name of a calendar field in options and feature names.</summary>
    public static string GetWord(CalendarField field) => field.ToString().ToLowerInvariant();
}
