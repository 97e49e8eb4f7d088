using System.CommandLine;
using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options that say which data is read, and what its columns are.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> _data = new("--data") { Description = "The CSV file: a header row, commas, decimal points. A name alone is also looked for in the folder MLNETRECURRENT_DATA." };
    private readonly Option<string?> _sample = new("--sample") { Description = $"Data that comes with the tool instead: {string.Join(", ", Sample.All.Select(sample => sample.Name))}." };
    private readonly Option<int?> _lag = new("--lag") { Description = "The steps that the samples recall and adding ask to be remembered, 2 to 1000. Default: 100." };
    private readonly Option<int?> _sampleSeed = new("--sample-seed") { Description = "The seed that the samples recall and adding are drawn by. Default: 1." };
    private readonly Option<string?> _target = new("--target") { Description = "The columns to forecast: COL,COL,... or FIRST..LAST. With --sequence each sequence is answered by their values in its last row, and they are not read." };
    private readonly Option<string?> _features = new("--features") { Description = "The columns to read beside them. Default: none to forecast rows; for classes and answers to whole sequences, every column without another role." };
    private readonly Option<string?> _futureCovariates = new("--known") { Description = "The columns that are known for the rows to forecast too." };
    private readonly Option<string?> _calendar = new("--calendar") { Description = "What is read of the dates: month, yearday, weekday, hour, with commas between." };
    private readonly Option<string?> _lags = new("--lags") { Description = "How many rows back the targets are read a second time, with commas between: the horizon or more." };
    private readonly Option<string?> _series = new("--series") { Description = "The column that tells series apart, where there are many." };
    private readonly Option<string?> _time = new("--time") { Description = "The column of dates or growing numbers; rows must be in its order." };
    private readonly Option<string?> _label = new("--label") { Description = "The column of classes, to classify or to tag." };
    private readonly Option<string?> _sequence = new("--sequence") { Description = "The column that tells sequences apart, one row for each step. Without it and --time, each row is a whole sequence." };
    private readonly Option<string?> _split = new("--split") { Description = "The column that says train, validation or test. Without it the last rows or sequences are for testing." };
    private readonly Option<string?> _missing = new("--missing") { Description = "What a missing value is: refuse (default), or carry: the value of the row before." };

    /// <summary>Every option.</summary>
    public IEnumerable<Option> All => [_data, _sample, _lag, _sampleSeed, _target, _features, _futureCovariates, _calendar, _lags, _series, _time, _label, _sequence, _split, _missing];

    /// <summary>Where commands read that have a model already.</summary>
    public IEnumerable<Option> SourceOnly => [_data, _sample, _lag, _sampleSeed];

    /// <summary>What means nothing for a text.</summary>
    public IEnumerable<Option> NotForTexts => All.Except([_sample]);

    /// <summary>The name of the sample, or null.</summary>
    public string? SampleName(ParseResult parsed) => parsed.GetValue(_sample);

    /// <summary>The source, and the sample's defaults where it is one.</summary>
    /// <exception cref="UserInputException">There is none, or there are two.</exception>
    public (TableSource Source, Sample? Sample) Source(ParseResult parsed)
    {
        var (path, name) = (parsed.GetValue(_data), parsed.GetValue(_sample));
        var sample = name is null ? null : Sample.Find(name);
        if (path is null && sample is null)
            throw new UserInputException("There is no data: give --data FILE.csv or --sample NAME.");
        if (path is not null && sample is not null)
            throw new UserInputException("Options --data and --sample are both given, expected one of them.");
        if (sample?.Draw is not null)
            sample = sample.WithLag(Lag(parsed), parsed.GetValue(_sampleSeed) ?? 1);
        else
            CommandOptions.Reject(parsed, [_lag, _sampleSeed], sample is null ? "--data" : $"--sample {name}: it is for the samples recall and adding");
        return (sample is null ? DataSource.FromFile(path!) : DataSource.FromSample(sample), sample);
    }

    /// <summary>The task, if an option or the sample tells.</summary>
    public RecurrentTask DefaultTask(ParseResult parsed, Sample? sample) =>
        parsed.GetValue(_label) is not null ? RecurrentTask.Classify
        : parsed.GetValue(_target) is not null ? RecurrentTask.Forecast
        : sample?.Task ?? RecurrentTask.Forecast;

    /// <summary>The columns by their roles.</summary>
    /// <exception cref="UserInputException">A role is missing that the task needs, or does not go with it.</exception>
    public DataColumns Columns(ParseResult parsed, RecurrentTask task, Sample? sample, IReadOnlyList<string> header)
    {
        var label = task == RecurrentTask.Forecast ? null : parsed.GetValue(_label) ?? sample?.Label;
        var targets = task == RecurrentTask.Forecast ? ColumnList.Parse(parsed.GetValue(_target) ?? sample?.Targets, _target.Name, header) : [];
        if (task == RecurrentTask.Forecast && targets.Count == 0)
            throw new UserInputException($"Option {_target.Name} is missing: name the columns to forecast; the columns are {string.Join(", ", header)}.");
        if (task != RecurrentTask.Forecast && label is null)
            throw new UserInputException($"Option {_label.Name} is missing: name the column of classes; the columns are {string.Join(", ", header)}.");
        RefuseForTask(parsed, task, sample);

        var (series, time, sequence, split) = (parsed.GetValue(_series), parsed.GetValue(_time) ?? sample?.Time, Sequence(parsed, sample), parsed.GetValue(_split));
        if (series is not null && sequence is not null)
            throw new UserInputException("Options --series and --sequence are both given: rows are those of a series that windows slide over, or of one sequence.");
        // The sample's features are for its own task.
        var features = parsed.GetValue(_features) ?? (sample?.Task == task ? sample.Features : null);
        var columns = new DataColumns
        {
            Targets = targets,
            Features = [.. ColumnList.Parse(features, _features.Name, header).Except(targets)],
            FutureCovariates = ColumnList.Parse(parsed.GetValue(_futureCovariates), _futureCovariates.Name, header),
            CalendarFields = [.. Words(parsed.GetValue(_calendar)).Select(word => Enum.TryParse<CalendarField>(word, ignoreCase: true, out var field) && char.IsLetter(word[0])
                ? field
                : throw new UserInputException($"Option {_calendar.Name} is '{word}', expected month, yearday, weekday, hour."))],
            Lags = [.. Words(parsed.GetValue(_lags)).Select(word => int.TryParse(word, CultureInfo.InvariantCulture, out var lag) && lag >= 1
                ? lag
                : throw new UserInputException($"Option {_lags.Name} is '{word}', expected numbers of rows, at least 1, with commas between them."))],
            Series = series,
            Time = time,
            Label = label,
            Sequence = sequence,
            Split = split,
            ForwardFill = ChoiceOption.Read(parsed, _missing, ("refuse", false), ("carry", true)) ?? false,
        };
        return features is null ? TableOptionsReader.WithFeatures(columns, task, header) : columns;
    }

    private static string[] Words(string? list) => list?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    private string? Sequence(ParseResult parsed, Sample? sample) => parsed.GetValue(_sequence) ?? sample?.Sequence;

    private int Lag(ParseResult parsed) => parsed.GetValue(_lag) is null or (>= 2 and <= 1000)
        ? parsed.GetValue(_lag) ?? 100
        : throw new UserInputException($"Option {_lag.Name} is {parsed.GetValue(_lag)}, expected 2 to 1000.");

    private void RefuseForTask(ParseResult parsed, RecurrentTask task, Sample? sample)
    {
        Option<string?>[] strange = task == RecurrentTask.Forecast ? [_label] : [_target, _futureCovariates, _calendar, _lags];
        foreach (var option in strange.Where(option => parsed.GetValue(option) is not null))
            throw new UserInputException($"Option {option.Name} does not go with --task {task.ToString().ToLowerInvariant()}.");
        if (Sequence(parsed, sample) is not null)
            CommandOptions.Reject(parsed, [_futureCovariates, _calendar, _lags], "--sequence: each is answered as a whole");
    }
}
