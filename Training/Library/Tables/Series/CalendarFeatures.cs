namespace MlNetRecurrent.Training;

/// <summary>
/// Places in the calendar as networks see them: the sine and the cosine of the share of the period, so that its end meets its start.
/// </summary>
internal static class CalendarFeatures
{
    /// <summary>The names of the two values.</summary>
    public static IEnumerable<string> GetNames(CalendarField field) => [$"{GetWord(field)} sin", $"{GetWord(field)} cos"];

    /// <summary>The two values of a time.</summary>
    public static (float Sine, float Cosine) Compute(CalendarField field, DateTime time)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * Share(field, time));
        return ((float)sine, (float)cosine);
    }

    /// <summary>The field's name in options and features.</summary>
    public static string GetWord(CalendarField field) => field.ToString().ToLowerInvariant();

    private static double Share(CalendarField field, DateTime time) => field switch
    {
        CalendarField.Month => (time.Month - 1) / 12.0,
        CalendarField.YearDay => (time.DayOfYear - 1) / 366.0,
        CalendarField.Weekday => (int)time.DayOfWeek / 7.0,
        _ => time.TimeOfDay.TotalHours / 24,
    };
}
