namespace MlNetRecurrent;

/// <summary>Messages about the columns with the future covariates of a model.</summary>
internal static class FutureColumnMessages
{
    /// <summary>Returns which columns to set.</summary>
    public static string Advise(ModelCard card, FutureCovariateBuilder? builder)
    {
        var all = $"{nameof(RecurrentScoringOptions.FutureColumnName)} to a column of [time + horizon, {card.Network.Forecast.FutureCovariates}] "
            + "with all of them";
        if (builder is null || builder.ColumnNames.Count == card.Network.Forecast.FutureCovariates)
            return $"set {all}";
        var columns = new List<string>();
        if (builder.ColumnNames.Count > 0)
        {
            columns.Add(
                $"{nameof(RecurrentScoringOptions.FutureColumnName)} to a column of [time + horizon, {builder.ColumnNames.Count}] with "
                + string.Join(", ", builder.ColumnNames.Select(name => $"'{name}'")));
        }

        if (builder.RequiresTimes)
        {
            columns.Add(
                $"{nameof(RecurrentScoringOptions.TimeColumnName)} to a column of times [time + horizon] for "
                + string.Join(", ", TimeFeatures.GetWords(card.Columns!)));
        }

        if (builder.EarlierSteps > 0)
        {
            columns.Add(
                $"{nameof(RecurrentScoringOptions.EarlierTargetsColumnName)} to a column with the targets at the {builder.EarlierSteps} steps before "
                + "the sequence");
        }

        return $"set {string.Join(" and ", columns)}; or {all}";
    }

    public static string DescribeValues(ModelCard card, FutureColumns columns, int? time)
    {
        var names = columns.Builder?.ColumnNames ?? FutureCovariateBuilder.Find(card)?.Names ?? [];
        var list = names.Count == 0 ? "" : $" with {string.Join(", ", names.Select(name => $"'{name}'"))}";
        return $"Vector<Single> of {Count(time, columns)} x {columns.Width} [time + horizon, covariates]{list}";
    }

    public static string DescribeTimes(FutureColumns columns, int? time) =>
        $"a vector of {Count(time, columns)} DateTime, DateTimeOffset or text [time + horizon]";

    public static string DescribeEarlier(FutureColumns columns) =>
        $"Vector<Single> of {columns.Builder?.EarlierSteps} x {columns.Targets} [longest lag, targets]";

    public static ArgumentOutOfRangeException Missing(string parameter, string name, string expected, IEnumerable<string> others) => new(
        parameter,
        $"Schema mismatch for input column '{name}' of the future covariates: expected {expected}, got no such column. "
        + ColumnNames.Describe(others));

    public static ArgumentOutOfRangeException Mismatch(string parameter, string name, string expected, string got) => new(
        parameter, $"Schema mismatch for input column '{name}' of the future covariates: expected {expected}, got {got}.");

    public static ArgumentOutOfRangeException Invalid(string parameter, string message) => new(parameter, message);

    private static string Count(int? time, FutureColumns columns) => time is { } steps
        ? $"{steps + columns.Horizon}"
        : $"(time + {columns.Horizon})";
}
