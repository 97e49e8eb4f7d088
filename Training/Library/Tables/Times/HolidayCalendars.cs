using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Holidays for <see cref="DataColumns.Holidays"/>: the countries that are known, and those of a table.</summary>
/// <remarks>Thread-safe.</remarks>
public static class HolidayCalendars
{
    /// <summary>
    /// The codes for <see cref="HolidayCalendar.Country"/>: countries (ISO 3166), regions with holidays of their own such as <c>DE-BY</c>, and the
    /// markets <c>ECB</c> (TARGET, European payments) and <c>NYSE</c>. Their holidays are those of the package PublicHoliday: mostly by the rules of
    /// today, in earlier years too.
    /// </summary>
    public static IReadOnlyCollection<string> Countries => HolidayCountries.Codes;

    /// <summary>Reads holidays from the first column of a table: one date in each row. A header row is not required.</summary>
    /// <param name="table">The table. Columns after the first one, such as the names of the holidays, are ignored.</param>
    /// <exception cref="SequenceDataException">A cell of the first column is not a date, or there is none.</exception>
    public static HolidayCalendar FromTable(TableSource table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var column = table.Columns[0];
        var times = table.Read(new Dictionary<string, ColumnKind> { [column] = ColumnKind.Time }).GetTimes(column);
        if (times.Values.Count > 0 && !times.IsCalendar)
            throw new SequenceDataException($"{table.Name}, column '{column}': expected the dates of holidays, such as 2024-12-25, got numbers.");
        var dates = times.Values.Select(TimeColumn.ToDate).ToList();
        // Without a header row, the first date is the name of the column.
        if (times.Notation == TimeNotation.Date && times.Add(column) is null)
            dates.Add(TimeColumn.ToDate(times.Values[times.Values.Count - 1]));
        else if (DateTime.TryParseExact(column, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
            dates.Add(first);
        if (dates.Count == 0)
            throw new SequenceDataException($"{table.Name} has no dates of holidays: expected one in each row.");
        var days = dates.Select(DateOnly.FromDateTime).Distinct().Order().ToList();
        return days.Count <= HolidayCalendar.MaxDates
            ? new HolidayCalendar { Dates = days }
            : throw new SequenceDataException(FormattableString.Invariant(
                $"{table.Name} has {days.Count:N0} holidays, expected at most {HolidayCalendar.MaxDates:N0}: a model contains them."));
    }
}
