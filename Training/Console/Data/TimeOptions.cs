using System.CommandLine;
using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options for the times of rows: a regular grid, and future covariates that follow from times.</summary>
internal sealed class TimeOptions
{
    private readonly Option<string?> _frequency = new("--frequency")
    {
        Description = "Place the rows on a regular grid of times, such as 15min, 1h, 1d, 1b (Monday to Friday), 1w, 1mo, 1q, 1y, or a number for times "
            + "that are numbers. Rows may be unsorted, repeated and irregular. Predictions and evaluations use the grid of the model.",
    };

    private readonly Option<string?> _aggregate = new("--aggregate")
    {
        Description = "How the rows in one cell of the grid become one: mean (default), sum, last, first, min, max.",
    };

    private readonly Option<string?> _fill = new("--fill")
    {
        Description = "What cells of the grid without rows, and missing values, become: refuse (default), interpolate, carry (the previous value), zero.",
    };

    private readonly Option<string?> _timeZone = new("--time-zone")
    {
        Description = "The time zone of the local times in the data, such as Europe/Berlin: the grid is placed in UTC, and calendar features are those "
            + "of the local time. A time that occurs twice in autumn is the later one from its second occurrence on. Requires --frequency.",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [_frequency, _aggregate, _fill, _timeZone];

    /// <summary>Adds the options to the roles of the columns.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="columns">The roles of the columns.</param>
    /// <exception cref="UserInputException">An option is invalid, or lacks another.</exception>
    public DataColumns Apply(ParseResult parsed, DataColumns columns) => columns with { Grid = ReadGrid(parsed, columns) };

    private TimeGrid? ReadGrid(ParseResult parsed, DataColumns columns)
    {
        if (parsed.GetValue(_frequency) is not { } text)
        {
            CommandOptions.Reject(parsed, [_aggregate, _fill, _timeZone], $"rows as they are: give the grid with {_frequency.Name}");
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
