namespace MlNetRecurrent;

/// <summary>Checks what a card says about times.</summary>
internal static class TimeCardChecks
{
    /// <exception cref="RecurrentModelException">A value is invalid.</exception>
    public static void Check(DataColumns columns)
    {
        if (columns.Grid is { } grid && (!IsFrequency(grid.Frequency) || !Enum.IsDefined(grid.Aggregate) || !Enum.IsDefined(grid.Fill)))
            throw new RecurrentModelException($"The model card has a grid of '{grid.Frequency}', {grid.Aggregate}, {grid.Fill}, which is invalid.");
        if (columns.Seasons is not { } seasons)
            return;
        if (seasons.Pairs is < 1 or > FourierTerms.MaxPairs || seasons.Periods.Any(period => !FourierTerms.IsPeriod(period))
            || (seasons.Step is not null && !IsFrequency(seasons.Step)))
        {
            var periods = string.Join(", ", seasons.Periods.Select(period => FormattableString.Invariant($"{period}")));
            throw new RecurrentModelException(
                $"The model card has seasons of {periods} rows with {seasons.Pairs} pairs and steps of '{seasons.Step}', which is invalid.");
        }
    }

    private static bool IsFrequency(string text) => TimeFrequency.TryParse(text, out _);
}
