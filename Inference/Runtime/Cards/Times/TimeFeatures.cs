namespace MlNetRecurrent;

/// <summary>
/// The features of the time of a row: calendar fields, then holidays, then seasons. Training and scoring compute them here, and nowhere else.
/// </summary>
/// <remarks>Immutable and thread-safe. <see cref="Compute"/> does not allocate.</remarks>
internal sealed class TimeFeatures
{
    private readonly CalendarField[] _fields;
    private readonly FourierTerms? _seasons;
    private readonly GridClock? _step;
    private readonly LocalClock? _zone;

    /// <exception cref="ArgumentException">A frequency is invalid, or this machine does not know the time zone.</exception>
    public TimeFeatures(DataColumns columns)
    {
        _fields = [.. columns.CalendarFields];
        Holidays = columns.Holidays is { } holidays ? new HolidayLookup(holidays) : null;
        _seasons = columns.Seasons;
        if (columns.Seasons?.Step is { } step)
            _step = GridClock.Create(new TimeGrid { Frequency = step, TimeZone = columns.Grid?.TimeZone });
        _zone = GridClock.RequireZone(NeedsDates ? columns.Grid?.TimeZone : null);
        Count = GetNames(columns).Count();
    }

    /// <summary>The number of features.</summary>
    public int Count { get; }

    /// <summary>The holidays; null for none.</summary>
    public HolidayLookup? Holidays { get; }

    /// <summary>Whether the times must be dates.</summary>
    public bool NeedsDates => _fields.Length > 0 || Holidays is not null || _step?.Frequency.IsCalendar == true;

    /// <summary>Whether the positions in the seasons are times that are numbers, or row numbers.</summary>
    public bool NeedsNumbers => _seasons is not null && _step?.Frequency.IsCalendar != true;

    /// <summary>Returns the names of the features, in order.</summary>
    public static IEnumerable<string> GetNames(DataColumns columns)
    {
        foreach (var field in columns.CalendarFields)
        {
            yield return $"{CovariateNames.GetWord(field)} sin";
            yield return $"{CovariateNames.GetWord(field)} cos";
        }

        foreach (var name in columns.Holidays is null ? [] : HolidayLookup.Names)
            yield return name;
        foreach (var period in columns.Seasons?.Periods ?? [])
        {
            for (var pair = 1; pair <= columns.Seasons!.GetPairs(period); pair++)
            {
                yield return FormattableString.Invariant($"season {period} sin {pair}");
                yield return FormattableString.Invariant($"season {period} cos {pair}");
            }
        }
    }

    /// <summary>Returns what the features that need dates are, in words.</summary>
    public static IEnumerable<string> GetWords(DataColumns columns)
    {
        foreach (var field in columns.CalendarFields)
            yield return CovariateNames.GetWord(field);
        if (columns.Holidays is not null)
            yield return "holidays";
        if (columns.Seasons?.Step is { } step && TimeFrequency.TryParse(step, out var frequency) && frequency.IsCalendar)
            yield return "seasons";
    }

    /// <summary>Computes the features of a row.</summary>
    /// <param name="time">The time: for dates, the seconds since the start of the year 1, in UTC if the grid has a time zone.</param>
    /// <param name="row">The number of the row in its series, from 0, for seasons without times.</param>
    /// <param name="features">The buffer for the features.</param>
    public void Compute(double time, long row, Span<float> features)
    {
        var next = 0;
        var date = _fields.Length == 0 && Holidays is null ? default : CalendarTime.ToDate(_zone?.ToLocal(time) ?? time);
        foreach (var field in _fields)
        {
            (features[next], features[next + 1]) = CalendarFeatures.Compute(field, date);
            next += 2;
        }

        if (Holidays is not null)
        {
            Holidays.Compute(date, features[next..]);
            next += HolidayLookup.Names.Count;
        }

        if (_seasons is null)
            return;
        var position = _step?.GetPosition(time) ?? row;
        foreach (var period in _seasons.Periods)
        {
            for (var pair = 1; pair <= _seasons.GetPairs(period); pair++)
            {
                // The remainder keeps the digits of a large position.
                var (sine, cosine) = Math.SinCos(2 * Math.PI * pair * (position % period / period));
                (features[next], features[next + 1]) = ((float)sine, (float)cosine);
                next += 2;
            }
        }
    }

    /// <summary>Returns why a time has no features, as a clause; null if it has them.</summary>
    public string? FindError(double time)
    {
        if (Holidays is null)
            return null;
        var date = CalendarTime.ToDate(_zone?.ToLocal(time) ?? time);
        return Holidays.Covers(date) ? null : Holidays.Describe(date);
    }
}
