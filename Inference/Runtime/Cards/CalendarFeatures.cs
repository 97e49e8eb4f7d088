namespace MlNetRecurrent;

/// <summary>
/// Calendar fields as features: the sine and cosine of the position in the period, so that its end is close to its start. Training and scoring
/// compute them here, and nowhere else.
/// </summary>
internal static class CalendarFeatures
{
    /// <summary>Computes the two features of a time.</summary>
    public static (float Sine, float Cosine) Compute(CalendarField field, DateTime time)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * GetFraction(field, time));
        return ((float)sine, (float)cosine);
    }

    private static double GetFraction(CalendarField field, DateTime time) => field switch
    {
        CalendarField.Month => (time.Month - 1) / 12.0,
        CalendarField.YearDay => (time.DayOfYear - 1) / 366.0,
        CalendarField.Weekday => (int)time.DayOfWeek / 7.0,
        _ => time.TimeOfDay.TotalHours / 24,
    };
}
