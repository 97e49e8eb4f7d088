namespace MlNetRecurrent.Training;

/// <summary>Checks what columns say about times, before a table is read.</summary>
internal static class TimeOptionChecks
{
    /// <exception cref="ArgumentException">An option is invalid, or lacks the column of times.</exception>
    public static void Check(DataColumns columns, RecurrentTask task)
    {
        if (columns.Grid is { } grid)
            Check(grid, columns);
        if (columns.Seasons is { } seasons)
            Check(seasons);
        if (columns.Seasons is null && columns.Holidays is null)
            return;
        var noun = columns.Seasons is null ? nameof(columns.Holidays) : nameof(columns.Seasons);
        if (task != RecurrentTask.Forecast || columns.Sequence is not null)
            throw new ArgumentException($"{noun} are future covariates, which require the task {nameof(RecurrentTask.Forecast)} of series.");
        if (columns.Holidays is not null && columns.Time is null)
            throw new ArgumentException($"{nameof(columns.Holidays)} require a column of dates: specify the time column.");
        if (columns.Holidays is { Country: null, Dates.Count: 0 })
            throw new ArgumentException($"{nameof(columns.Holidays)} have neither a country nor dates: specify one of them.");
        if (columns.Holidays is { Country: { } code, Dates.Count: 0 } && !HolidayCountries.IsKnown(code))
            throw new ArgumentException($"{nameof(columns.Holidays)}: {HolidayCountries.DescribeUnknown(code)}.");
        if (columns.Holidays?.Dates.Count > HolidayCalendar.MaxDates)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{nameof(columns.Holidays)} have {columns.Holidays.Dates.Count:N0} dates, expected at most {HolidayCalendar.MaxDates:N0}."));
        }
    }

    private static void Check(TimeGrid grid, DataColumns columns)
    {
        _ = GridClock.Create(grid);
        if (!Enum.IsDefined(grid.Aggregate))
            throw new ArgumentException($"{nameof(grid.Aggregate)} must be one of {string.Join(", ", Enum.GetNames<GridAggregate>())}, got "
                + $"{grid.Aggregate}.");
        if (!Enum.IsDefined(grid.Fill))
            throw new ArgumentException($"{nameof(grid.Fill)} must be one of {string.Join(", ", Enum.GetNames<GridFill>())}, got {grid.Fill}.");
        if (columns.Time is null)
            throw new ArgumentException("A grid requires a column of times: specify the time column.");
    }

    private static void Check(FourierTerms seasons)
    {
        if (seasons.Pairs is < 1 or > FourierTerms.MaxPairs)
            throw new ArgumentException($"{nameof(seasons.Pairs)} of seasons must be 1 to {FourierTerms.MaxPairs}, got {seasons.Pairs}.");
        foreach (var period in seasons.Periods.Where(period => !FourierTerms.IsPeriod(period)))
            throw new ArgumentException(FormattableString.Invariant($"{nameof(seasons.Periods)} of seasons must be at least 2 rows, got {period}."));
        if (seasons.Periods.Distinct().Count() != seasons.Periods.Count)
            throw new ArgumentException($"{nameof(seasons.Periods)} of seasons contain a length twice.");
    }
}
