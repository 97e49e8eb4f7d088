using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options of data, network and training that <c>train</c> and <c>compare</c> share.</summary>
internal sealed class TrainArguments
{
    /// <summary>The data options.</summary>
    public DataOptions Data { get; } = new();

    /// <summary>The options for the times of rows.</summary>
    public TimeOptions Times { get; } = new();

    /// <summary>The fraction of the data that is held out for testing.</summary>
    public Option<double> TestFraction { get; } = CommandOptions.WithDefault(
        "--test-fraction",
        "The fraction of the data held out for testing: the last rows of each series, or the last sequences. 0.1 for a text.",
        0.2);

    /// <summary>Whether the same fraction of each class is held out for testing.</summary>
    public Option<bool> Stratify { get; } = new("--stratify")
    {
        Description = "Hold out the same fraction of the sequences of each class for testing, and at least one of a class that has two, instead of "
            + "the last of all sequences. With --group, whole groups are held out such that each class is close to its share.",
    };

    /// <summary>The number of rows between scored windows.</summary>
    public Option<int?> TestStride { get; } = CommandOptions.CreateTestStrideOption("--test-stride");

    /// <summary>The fraction of the remaining data that is used for validation.</summary>
    public Option<double> ValidationFraction { get; } = CommandOptions.WithDefault(
        "--validation-fraction",
        "The fraction of the remaining data used for validation. It applies with --patience, --stop-at or --quantiles, and to a text: 0.05.",
        0.2);

    /// <summary>The network options.</summary>
    public ModelOptions Model { get; } = new();

    /// <summary>The training options.</summary>
    public FittingOptions Fitting { get; } = new();

    /// <summary>All options.</summary>
    public IEnumerable<Option> All =>
        [.. Data.All, .. Times.All, TestFraction, Stratify, TestStride, ValidationFraction, .. Model.All, .. Fitting.All];

    /// <summary>Reads the options that both commands share.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="cells">The cells to train.</param>
    /// <exception cref="UserInputException">An option is invalid, is missing, or cannot be combined with another.</exception>
    public TrainOptions Read(ParseResult parsed, IReadOnlyList<RecurrentCell> cells)
    {
        var (source, sample) = Data.Source(parsed);
        var recipe = sample?.Recipe ?? SampleRecipe.None;
        var task = Model.Task(parsed) ?? Data.DefaultTask(parsed, sample);
        if (task == RecurrentTask.Language)
            throw new UserInputException("Task language requires a text, and compare supports tables only: use train with --cell all.");
        var columns = Times.Apply(parsed, Data.Columns(parsed, task, sample, source.Columns));
        var window = Model.Window(parsed, sample);
        var (plan, horizon) = (Model.ReadPlan(parsed, recipe), task == RecurrentTask.Forecast ? Model.Horizon(parsed) : 1);
        foreach (var lag in columns.Lags.Where(lag => lag < horizon))
        {
            throw new UserInputException(
                $"Option --lags contains {lag}, expected at least the horizon, {horizon}: later steps of the horizon have no such value yet.");
        }

        var isRow = task != RecurrentTask.Forecast && columns is { Sequence: null, Time: null, Series: null };
        if (isRow && task == RecurrentTask.Tag)
            throw new UserInputException("Task tag requires rows that are time steps: specify --sequence or --time.");
        Reject(parsed, task, columns, isRow);
        return new TrainOptions
        {
            Source = source,
            DataFile = Data.FindFile(parsed),
            Cells = cells,
            Training = new TableTrainingOptions
            {
                Columns = columns,
                Task = task,
                Horizon = horizon,
                Network = plan,
                Fit = Fitting.Read(parsed, recipe.ApplyTo(new FitOptions())),
                Window = window,
                HasLossAtEveryStep = Model.EveryStep(parsed),
                Stride = Model.Stride(parsed),
                ShortSeries = Model.ReadShortSeries(parsed),
                SeasonLength = Model.ReadSeasonLength(parsed, sample),
                TestFraction = CommandOptions.RequireFraction(TestFraction, parsed.GetValue(TestFraction)),
                IsStratified = parsed.GetValue(Stratify),
                TestStride = CommandOptions.RequireAtLeastOne(TestStride, parsed.GetValue(TestStride)),
                ValidationFraction = CommandOptions.RequireFraction(ValidationFraction, parsed.GetValue(ValidationFraction)),
                ChronoMaxDependency = Model.ReadChronoMaxDependency(parsed, cells, recipe),
                Threads = Fitting.Threads(parsed),
                BalanceClasses = Fitting.Balance(parsed),
            },
        };
    }

    private void Reject(ParseResult parsed, RecurrentTask task, DataColumns columns, bool isRow)
    {
        var word = $"--task {task.ToString().ToLowerInvariant()}";
        CommandOptions.Reject(parsed, task == RecurrentTask.Forecast ? Fitting.ForClasses : [.. Model.ForForecasts, .. Fitting.ForForecasts], word);
        if (task == RecurrentTask.Tag)
            CommandOptions.Reject(parsed, Model.ForSequences, word);
        if (columns.Sequence is not null)
            CommandOptions.Reject(parsed, [.. Model.ForWindows, TestStride], "--sequence: each sequence is scored as a whole");
        if (columns.Sequence is not null && task == RecurrentTask.Forecast)
            CommandOptions.Reject(parsed, Model.ForSeries, "--sequence: each sequence has one target value");
        if (isRow)
            CommandOptions.Reject(parsed, [.. Model.ForSlidingWindows, TestStride], "rows that are whole sequences");
        if (columns.Split is not null)
            CommandOptions.Reject(parsed, [TestFraction, Stratify, Data.Group], "--split, which selects the test data");
        if (columns.Sequence is null && !isRow)
            CommandOptions.Reject(parsed, [Stratify, Data.Group], "rows of a series, whose windows are split by time; use them with whole sequences");
        if (task != RecurrentTask.Classify)
            CommandOptions.Reject(parsed, [Stratify], word);
    }
}
