using System.CommandLine;
using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options for the times of rows: a regular grid, and future covariates that follow from times.</summary>
internal sealed class TimeOptions
{
    private const string Found = "auto";

    private readonly Option<string?> _frequency = new("--frequency")
    {
        Description = "Place the rows on a regular grid of times with this step, such as 15min, 1h, 1d, 1b (Monday to Friday), 1w, 1mo, 1q or 1y, "
            + "or a number for times that are numbers. Rows may be unsorted, repeated and irregular. Other commands use the grid of the model.",
    };

    private readonly Option<string?> _aggregate = new("--aggregate")
    {
        Description = "How the rows in one cell of the grid become one: mean (default), sum, last, first, min, or max.",
    };

    private readonly Option<string?> _fill = new("--fill")
    {
        Description = "What becomes of cells of the grid without rows, and of missing values: refuse (default), which is an error, interpolate, "
            + "carry (the previous value), or zero.",
    };

    private readonly Option<string?> _timeZone = new("--time-zone")
    {
        Description = "The time zone of the local times in the data, such as Europe/Berlin: the grid is placed in UTC, and calendar features are "
            + "those of the local time. A time that occurs twice in autumn is the later one from its second occurrence on. Requires --frequency.",
    };

    private readonly Option<string?> _holidays = new("--holidays")
    {
        Description = "Holidays as future covariates: whether the day, the next one and the previous one are holidays. A country or region, such "
            + "as US, DE or DE-BY, or a file with one date in each line.",
    };

    private readonly Option<string?> _seasons = new("--seasons")
    {
        Description = "Seasons as future covariates that need no dates: their lengths in rows, comma-separated, such as 24,168, or auto to find "
            + "them in the targets. Each has pairs of sine and cosine.",
    };

    private readonly Option<int?> _pairs = new("--season-pairs")
    {
        Description = $"The number of pairs of sine and cosine for each season, 1 to {FourierTerms.MaxPairs}; short seasons have fewer. Default: 3.",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [_frequency, _aggregate, _fill, _timeZone, .. OfCovariates];

    private IEnumerable<Option> OfCovariates => [_holidays, _seasons, _pairs];

    /// <summary>Adds the options to the roles of the columns.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="columns">The roles of the columns.</param>
    /// <exception cref="UserInputException">An option is invalid, or lacks another.</exception>
    public DataColumns Apply(ParseResult parsed, DataColumns columns)
    {
        if (columns.Targets.Count == 0)
            CommandOptions.Reject(parsed, OfCovariates, "a label column: future covariates are for forecasts");
        if (columns.Sequence is not null)
            CommandOptions.Reject(parsed, OfCovariates, "--sequence: each sequence has one target value");
        return columns with
        {
            Grid = ReadGrid(parsed, columns),
            Holidays = ReadHolidays(parsed, columns),
            Seasons = ReadSeasons(parsed),
        };
    }

    private HolidayCalendar? ReadHolidays(ParseResult parsed, DataColumns columns)
    {
        if (parsed.GetValue(_holidays) is not { } text)
            return null;
        if (columns.Time is null)
            throw new UserInputException($"Option {_holidays.Name} requires a column of dates: give it with --time.");
        if (HolidayCountries.IsKnown(text))
            return new HolidayCalendar { Country = text.ToUpperInvariant() };
        var file = DataSource.FindFile(text);
        return File.Exists(file)
            ? HolidayCalendars.FromTable(TableSource.FromFile(file))
            : throw new UserInputException($"Option {_holidays.Name}: there is no file '{text}', and {HolidayCountries.DescribeUnknown(text)}.");
    }

    private FourierTerms? ReadSeasons(ParseResult parsed)
    {
        if (parsed.GetValue(_seasons) is not { } text)
        {
            Require(parsed, [_pairs], _seasons.Name);
            return null;
        }

        return new FourierTerms
        {
            Periods = text == Found ? [] : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(ParsePeriod)],
            Pairs = CommandOptions.RequireRange(_pairs, parsed.GetValue(_pairs), FourierTerms.MaxPairs) ?? new FourierTerms().Pairs,
        };
    }

    private static void Require(ParseResult parsed, IEnumerable<Option> options, string required)
    {
        foreach (var option in options.Where(option => CommandOptions.IsGiven(parsed, option)))
            throw new UserInputException($"Option {option.Name} requires {required}.");
    }

    private double ParsePeriod(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var period) && FourierTerms.IsPeriod(period)
            ? period
            : throw new UserInputException($"Option {_seasons.Name} is '{word}', expected comma-separated numbers of rows, each at least 2, or "
                + $"{Found}.");

    private TimeGrid? ReadGrid(ParseResult parsed, DataColumns columns)
    {
        if (parsed.GetValue(_frequency) is not { } text)
        {
            Require(parsed, [_aggregate, _fill, _timeZone], $"{_frequency.Name}, the step of the grid");
            return null;
        }

        if (!TimeFrequency.TryParse(text, out var frequency))
            throw new UserInputException($"Option {_frequency.Name} is '{text}', expected {TimeFrequency.Expected}.");
        if (columns.Time is null)
            throw new UserInputException($"Option {_frequency.Name} requires a column of times: give it with --time.");
        var zone = parsed.GetValue(_timeZone);
        if (zone is not null && LocalClock.Find(zone) is null)
            throw new UserInputException($"Option {_timeZone.Name}: {GridClock.DescribeUnknown(zone)}");
        return new TimeGrid
        {
            Frequency = frequency.Text,
            Aggregate = ChoiceOption.Read(
                parsed,
                _aggregate,
                ("mean", GridAggregate.Mean),
                ("sum", GridAggregate.Sum),
                ("last", GridAggregate.Last),
                ("first", GridAggregate.First),
                ("min", GridAggregate.Min),
                ("max", GridAggregate.Max)) ?? GridAggregate.Mean,
            Fill = ChoiceOption.Read(
                parsed,
                _fill,
                ("refuse", GridFill.Refuse),
                ("interpolate", GridFill.Interpolate),
                ("carry", GridFill.Carry),
                ("zero", GridFill.Zero)) ?? GridFill.Refuse,
            TimeZone = zone,
        };
    }
}
