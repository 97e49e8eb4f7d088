using System.CommandLine;
using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options for the data and the roles of its columns.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> _data = new("--data")
    {
        Description = "The file: CSV with a header row or JSON lines, also in gzip or zip, or Parquet; - for standard input. How a CSV file is "
            + "written is found by looking at it, or given by the options below. A plain file name is also searched for in "
            + "the folder MLNETRECURRENT_DATA.",
        Validators = { PathText.Validate },
    };

    private readonly Option<string?> _sample = new("--sample")
    {
        Description = $"A built-in sample instead of a file: {string.Join(", ", Sample.All.Select(sample => sample.Name))}.",
    };

    private readonly Option<int?> _lag = new("--lag")
    {
        Description = "The number of time steps to remember in the samples recall and adding, 2 to 1000. Default: 100.",
    };

    private readonly Option<int?> _sampleSeed = new("--sample-seed")
    {
        Description = "The random seed of the samples recall and adding. Default: 1.",
    };

    private readonly Option<string?> _target = new("--target")
    {
        Description = "The columns to forecast: COL,COL,... or FIRST..LAST. With --sequence, the target of a sequence is their value in its last "
            + "row, and they are not used as features.",
    };

    private readonly Option<string?> _features = new("--features")
    {
        Description = "Additional feature columns. Default: none when forecasting rows; "
            + "every column without another role when classifying, or when each sequence has one target. "
            + "For an imported model: all features, with the target at its place, in the order of the inputs.",
    };

    private readonly Option<string?> _futureCovariates = new("--known")
    {
        Description = "The future covariates: columns whose values are also known for the rows to forecast.",
    };

    private readonly Option<string?> _calendar = new("--calendar")
    {
        Description = "Calendar features derived from the dates, comma-separated: month, yearday, weekday, hour.",
    };

    private readonly Option<string?> _lags = new("--lags")
    {
        Description = "Lags of the targets to add as future covariates, in rows, comma-separated; each at least the horizon. "
            + "They are normalized like the targets, with --normalize window by their window.",
    };

    private readonly Option<string?> _categories = new("--categories")
    {
        Description = "The categories: columns of texts, such as a shop or a kind of day, which the network learns to embed. "
            + "A value that no training row has counts as unknown.",
    };

    private readonly Option<string?> _static = new("--static")
    {
        Description = "The columns whose values are the same in all rows of a series: numbers become features, texts become categories.",
    };

    private readonly Option<string?> _series = new("--series")
    {
        Description = "The column that identifies the series, if the table contains several.",
    };

    private readonly Option<string?> _time = new("--time")
    {
        Description = "The time column: dates such as 2020-01-31 or 31.01.2020, or increasing numbers. Rows must be sorted by it, "
            + "unless --frequency is given.",
    };

    private readonly Option<string?> _label = new("--label")
    {
        Description = "The label column, for classify and tag. A sequence has the label of its last row.",
    };

    private readonly Option<string?> _sequence = new("--sequence")
    {
        Description = "The column that identifies the sequences, with one row per time step. Without it and --time, each row is a whole sequence.",
    };

    private readonly Option<string?> _split = new("--split")
    {
        Description = "The column with the values train, validation and test. Without it, the last rows or sequences are used for testing.",
    };

    private readonly Option<string?> _group = new("--group")
    {
        Description = "The column with the group of each sequence, such as a patient or a speaker: all sequences of a group are used either for "
            + "training or for testing. Requires --sequence, or rows that are whole sequences.",
    };

    private readonly Option<string?> _missing = CreateMissingOption();
    private readonly WideOption _wide = new();

    private readonly ReadOptions _read = new();

    private readonly QueryOptions _query = new();

    /// <summary>All options.</summary>
    public IEnumerable<Option> All =>
    [
        .. SourceOnly, _target, _features, _futureCovariates, _calendar, _lags,
        _categories, _static, _series, _time, _label, _sequence, _split, _group, _missing,
    ];

    /// <summary>The options that select the data, for commands that take the roles of the columns from a model.</summary>
    public IEnumerable<Option> SourceOnly => [_data, .. _read.All, .. _query.All, _sample, _lag, _sampleSeed, _wide.Option];

    /// <summary>The options that give columns their roles in a profile.</summary>
    public IEnumerable<Option> RolesOnly => [_target, _features, _series, _time, _label, _sequence];

    /// <summary>The data as an argument, for commands that have it: the same as <c>--data</c>.</summary>
    public Argument<string?> Argument { get; } = new("DATA")
    {
        Description = "The table, as with --data.",
        Arity = ArgumentArity.ZeroOrOne,
        Validators = { PathText.Validate },
    };

    /// <summary>The options that do not apply to a text.</summary>
    public IEnumerable<Option> NotForTexts => All.Except([_sample]);

    /// <summary>Creates the option for missing values.</summary>
    public static Option<string?> CreateMissingOption() => new("--missing")
    {
        Description = "How missing values are handled: refuse (default), or carry the previous row's value forward.",
    };

    /// <summary>Whether a missing value is replaced with that of the previous row.</summary>
    /// <exception cref="UserInputException">The option is invalid.</exception>
    public static bool ReadMissing(ParseResult parsed, Option<string?> option) =>
        ChoiceOption.Read(parsed, option, ("refuse", false), ("carry", true)) ?? false;

    /// <summary>The file or the database file that the rows are in; null for none.</summary>
    public DataInput? FindFile(ParseResult parsed) =>
        Path(parsed) is { } path
            ? new DataInput(parsed.GetValue(_data) is null ? Argument.Name : "option --data", DataSource.FindFile(path))
        : _query.FindFile(parsed) is { } database ? new DataInput("option --connection", database)
        : null;

    /// <summary>Whether the table has a column for each series.</summary>
    public bool IsWide(ParseResult parsed) => _wide.IsGiven(parsed);

    /// <summary>The option that names the group column.</summary>
    public Option Group => _group;

    /// <summary>The name of the sample, or null for none.</summary>
    public string? SampleName(ParseResult parsed) => parsed.GetValue(_sample);

    /// <summary>Reads the source of the data, and the sample with its defaults if there is one.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="columns">
    /// Returns the columns of a model, by which a wide table becomes a long one; null, also as its result, for those in the options.
    /// </param>
    /// <exception cref="UserInputException">No source is given, or two are given.</exception>
    public (TableSource Source, Sample? Sample) Source(ParseResult parsed, Func<DataColumns?>? columns = null)
    {
        var (source, sample) = ReadSource(parsed);
        return (_wide.IsGiven(parsed) ? _wide.Unpivot(parsed, source, columns?.Invoke() ?? ReadWideColumns(parsed, source)) : source, sample);
    }

    /// <summary>The task that follows from the options or the sample.</summary>
    public RecurrentTask DefaultTask(ParseResult parsed, Sample? sample) =>
        parsed.GetValue(_label) is not null ? RecurrentTask.Classify
        : parsed.GetValue(_target) is not null ? RecurrentTask.Forecast
        : sample?.Task ?? RecurrentTask.Forecast;

    /// <summary>Reads the roles of the columns.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="task">The task.</param>
    /// <param name="sample">The sample with default columns, or null.</param>
    /// <param name="header">The columns of the table.</param>
    /// <param name="card">The card of an imported model, whose names are default columns; null for none.</param>
    /// <exception cref="UserInputException">A role that the task requires is missing, or a role does not apply to the task.</exception>
    public DataColumns Columns(
        ParseResult parsed, RecurrentTask task, Sample? sample, IReadOnlyList<string> header, ModelCard? card = null)
    {
        var label = task == RecurrentTask.Forecast ? null : parsed.GetValue(_label) ?? sample?.Label;
        var targets = task == RecurrentTask.Forecast
            ? ColumnList.Parse(
                parsed.GetValue(_target) ?? sample?.Targets ?? Join(card?.TargetNames) ?? WideTarget(parsed), _target.Name, header)
            : [];
        var names = MissingColumns.DescribeNames(header);
        if (task == RecurrentTask.Forecast && targets.Count == 0)
            throw new UserInputException($"Option {_target.Name} is required: specify the columns to forecast; the columns are {names}.");
        if (task != RecurrentTask.Forecast && label is null)
            throw new UserInputException($"Option {_label.Name} is required: specify the label column; the columns are {names}.");
        RejectForTask(parsed, task, sample);

        var (series, time, sequence) =
            (parsed.GetValue(_series) ?? WideSeries(parsed), parsed.GetValue(_time) ?? sample?.Time, Sequence(parsed, sample));
        if (series is not null && sequence is not null)
        {
            throw new UserInputException(
                "Options --series and --sequence are both specified, expected only one of them: rows belong to a series or to a sequence.");
        }

        if (time is null && CommandOptions.IsGiven(parsed, _read.DateFormat))
            throw new UserInputException($"Option {_read.DateFormat.Name} requires a column of times: give it with {_time.Name}.");
        // The default features of a sample are for its default task.
        var features = parsed.GetValue(_features) ?? (sample?.Task == task ? sample.Features : null) ?? Join(card?.FeatureNames);
        var columns = new DataColumns
        {
            Targets = targets,
            // The features of an imported model are in the order of its inputs; those of a new one follow the targets.
            Features = card is null
                ? [.. ColumnList.Parse(features, _features.Name, header).Except(targets)]
                : ColumnList.Parse(features, _features.Name, header),
            FutureCovariates = ColumnList.Parse(parsed.GetValue(_futureCovariates), _futureCovariates.Name, header),
            CalendarFields = [.. Words(parsed.GetValue(_calendar)).Select(ParseCalendarField)],
            Lags = [.. Words(parsed.GetValue(_lags)).Select(ParseLag)],
            Categories = [.. ColumnList.Parse(parsed.GetValue(_categories), _categories.Name, header).Select(column => new CategoryColumn(column))],
            Static = ColumnList.Parse(parsed.GetValue(_static), _static.Name, header),
            Series = series,
            Time = time,
            Label = label,
            Sequence = sequence,
            Split = parsed.GetValue(_split),
            Group = parsed.GetValue(_group),
            ForwardFill = ReadMissing(parsed, _missing),
        };
        return features is null ? TableOptionsReader.WithFeatures(columns, task, header) : columns;
    }

    private (TableSource Source, Sample? Sample) ReadSource(ParseResult parsed)
    {
        var (path, name, query) = (Path(parsed), parsed.GetValue(_sample), _query.Read(parsed));
        var sample = name is null ? null : Sample.Find(name);
        List<string> given =
        [
            .. new[] { (_data.Name, path is not null), (_query.Query.Name, query is not null), (_sample.Name, sample is not null) }
                .Where(source => source.Item2).Select(source => source.Name),
        ];
        if (given.Count == 0)
            throw new UserInputException("No data specified: expected --data FILE, --query SQL with --connection DATABASE, or --sample NAME.");
        if (given.Count > 1)
            throw new UserInputException($"Options {given[0]} and {given[1]} are both specified, expected only one of them.");
        if (sample?.Draw is not null)
            sample = sample.WithLag(Lag(parsed), parsed.GetValue(_sampleSeed) ?? 1);
        else
        {
            var context = sample is null ? given[0] : $"--sample {name}; it is for the samples recall and adding";
            CommandOptions.Reject(parsed, [_lag, _sampleSeed], context);
        }

        if (path is not null)
            return (LibraryCall.Run(() => DataSource.FromFile(path, _read.Read(parsed))), null);
        CommandOptions.Reject(parsed, _read.All, given[0]);
        return (query ?? DataSource.FromSample(sample!), sample);
    }

    // What is known of the roles before the columns of the long table are.
    private DataColumns ReadWideColumns(ParseResult parsed, TableSource source)
    {
        CommandOptions.Reject(parsed, [_sequence], $"{_wide.Option.Name}: its columns are series");
        var target = parsed.GetValue(_target);
        if (target?.Contains(',', StringComparison.Ordinal) == true)
        {
            throw new UserInputException(
                $"Option {_target.Name} is '{target}', expected one name with {_wide.Option.Name}: that of the column of the values.");
        }

        return new DataColumns
        {
            Targets = target is null ? [] : [target],
            Series = parsed.GetValue(_series),
            Time = parsed.GetValue(_time),
            Label = parsed.GetValue(_label),
            Split = parsed.GetValue(_split),
            Group = parsed.GetValue(_group),
            Features = ColumnList.Parse(parsed.GetValue(_features), _features.Name, source.Columns),
            FutureCovariates = ColumnList.Parse(parsed.GetValue(_futureCovariates), _futureCovariates.Name, source.Columns),
        };
    }

    /// <summary>Reads the roles of the columns as far as they are given, or are those of a sample.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="sample">The sample with default columns, or null.</param>
    /// <param name="header">The columns of the table.</param>
    /// <exception cref="UserInputException">A list of columns is invalid, or both a series and a sequence are given.</exception>
    public DataColumns ReadRoles(ParseResult parsed, Sample? sample, IReadOnlyList<string> header)
    {
        var (series, sequence) = (parsed.GetValue(_series) ?? WideSeries(parsed), Sequence(parsed, sample));
        if (series is not null && sequence is not null)
            throw new UserInputException("Options --series and --sequence are both specified, expected only one of them.");
        return new DataColumns
        {
            Targets = ColumnList.Parse(parsed.GetValue(_target) ?? sample?.Targets, _target.Name, header),
            Features = ColumnList.Parse(parsed.GetValue(_features), _features.Name, header),
            Series = series,
            Time = parsed.GetValue(_time) ?? sample?.Time,
            Label = parsed.GetValue(_label) ?? sample?.Label,
            Sequence = sequence,
        };
    }

    private string? Path(ParseResult parsed)
    {
        // Only some commands have the argument.
        var argument = parsed.GetResult(Argument) is null ? null : parsed.GetValue(Argument);
        return argument is null || parsed.GetValue(_data) is null
            ? argument ?? parsed.GetValue(_data)
            : throw new UserInputException("The file is specified twice, as an argument and with --data, expected only one of them.");
    }

    // The names of the new columns of a wide table.
    private string? WideTarget(ParseResult parsed) => _wide.IsGiven(parsed) ? new UnpivotOptions().ValueColumn : null;

    private string? WideSeries(ParseResult parsed) => _wide.IsGiven(parsed) ? new UnpivotOptions().SeriesColumn : null;

    private static string? Join(IEnumerable<string>? names) => string.Join(',', names ?? []) is { Length: > 0 } list ? list : null;

    private CalendarField ParseCalendarField(string word) =>
        Enum.TryParse<CalendarField>(word, ignoreCase: true, out var field) && char.IsLetter(word[0])
            ? field
            : throw new UserInputException($"Option {_calendar.Name} is '{word}', expected month, yearday, weekday, hour.");

    private int ParseLag(string word) => int.TryParse(word, CultureInfo.InvariantCulture, out var lag) && lag >= 1
        ? lag
        : throw new UserInputException($"Option {_lags.Name} is '{word}', expected comma-separated numbers of rows, each at least 1.");

    private static string[] Words(string? list) => list?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    private string? Sequence(ParseResult parsed, Sample? sample) => parsed.GetValue(_sequence) ?? sample?.Sequence;

    private int Lag(ParseResult parsed) => parsed.GetValue(_lag) is null or (>= 2 and <= 1000)
        ? parsed.GetValue(_lag) ?? 100
        : throw new UserInputException($"Option {_lag.Name} is {parsed.GetValue(_lag)}, expected 2 to 1000.");

    private void RejectForTask(ParseResult parsed, RecurrentTask task, Sample? sample)
    {
        Option<string?>[] unsupported = task == RecurrentTask.Forecast ? [_label] : [_target, _futureCovariates, _calendar, _lags];
        foreach (var option in unsupported.Where(option => parsed.GetValue(option) is not null))
            throw new UserInputException($"Option {option.Name} cannot be used with --task {task.ToString().ToLowerInvariant()}.");
        if (Sequence(parsed, sample) is not null)
            CommandOptions.Reject(parsed, [_futureCovariates, _calendar, _lags], "--sequence: each sequence has one target value");
    }
}
