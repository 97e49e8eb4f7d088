using System.CommandLine;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options that say what is fitted and how: those that <c>train</c> and <c>compare</c> share.</summary>
internal sealed class TrainArguments
{
    /// <summary>The options of the data.</summary>
    public DataOptions Data { get; } = new();

    /// <summary>The share that is put aside for testing.</summary>
    public Option<double> TestFraction { get; } = CommandOptions.WithDefault("--test-fraction", "The share of each series' last rows, or of the last sequences, that is put aside for testing; of a text 0.1.", 0.2);

    /// <summary>How far scored windows lie apart.</summary>
    public Option<int?> TestStride { get; } = CommandOptions.CreateTestStrideOption("--test-stride");

    /// <summary>The share of the rest that is kept for validation.</summary>
    public Option<double> ValidationFraction { get; } = CommandOptions.WithDefault("--validation-fraction", "With --patience, --stop-at or --quantiles, and of a text: the share of the rest that is kept for validation; of a text 0.05.", 0.2);

    /// <summary>The options of the network.</summary>
    public ModelOptions Model { get; } = new();

    /// <summary>The options of the fit.</summary>
    public FittingOptions Fitting { get; } = new();

    /// <summary>Every option.</summary>
    public IEnumerable<Option> All => [.. Data.All, TestFraction, TestStride, ValidationFraction, .. Model.All, .. Fitting.All];

    /// <summary>What is asked for, without what only one of the commands knows.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="cells">The cells to fit.</param>
    /// <exception cref="UserInputException">An option is wrong, is missing, or does not go with another.</exception>
    public TrainOptions Read(ParseResult parsed, IReadOnlyList<RecurrentCell> cells)
    {
        var (source, sample) = Data.Source(parsed);
        var recipe = sample?.Recipe ?? SampleRecipe.None;
        var task = Model.Task(parsed) ?? Data.DefaultTask(parsed, sample);
        if (task == RecurrentTask.Language)
            throw new UserInputException("The task language is for texts: train fits them, one cell at a time or all; compare takes tables.");
        var columns = Data.Columns(parsed, task, sample, source.Columns);
        var window = Model.Window(parsed, sample);
        var (plan, horizon) = (Model.ReadPlan(parsed, recipe), task == RecurrentTask.Forecast ? Model.Horizon(parsed) : 1);
        foreach (var lag in columns.Lags.Where(lag => lag < horizon))
            throw new UserInputException($"Option --lags has {lag}, below the horizon of {horizon}: the last rows to forecast have no such value yet.");
        var isRow = task != RecurrentTask.Forecast && columns is { Sequence: null, Time: null, Series: null };
        if (isRow && task == RecurrentTask.Tag)
            throw new UserInputException("A class for every step needs rows that are steps: give --sequence or --time.");
        Refuse(parsed, task, columns, isRow);
        return new TrainOptions
        {
            Source = source,
            Cells = cells,
            Training = new TableTrainingOptions
            {
                Columns = columns,
                Task = task,
                Horizon = horizon,
                Network = plan,
                Fit = Fitting.Read(parsed, recipe.Fit(new FitOptions())),
                Window = window,
                HasLossAtEveryStep = Model.EveryStep(parsed),
                Stride = Model.Stride(parsed),
                SeasonLength = Model.ReadSeasonLength(parsed, sample),
                TestFraction = CommandOptions.RequireFraction(TestFraction, parsed.GetValue(TestFraction)),
                TestStride = CommandOptions.RequireAtLeastOne(TestStride, parsed.GetValue(TestStride)),
                ValidationFraction = CommandOptions.RequireFraction(ValidationFraction, parsed.GetValue(ValidationFraction)),
                ChronoMaxDependency = Model.ReadChronoMaxDependency(parsed, cells, recipe),
                Threads = Fitting.Threads(parsed, recipe),
                BalanceClasses = Fitting.Balance(parsed),
            },
        };
    }

    private void Refuse(ParseResult parsed, RecurrentTask task, DataColumns columns, bool isRow)
    {
        var word = $"--task {task.ToString().ToLowerInvariant()}";
        CommandOptions.Reject(parsed, task == RecurrentTask.Forecast ? Fitting.ForClasses : [.. Model.ForForecasts, .. Fitting.ForForecasts], word);
        if (task == RecurrentTask.Tag)
            CommandOptions.Reject(parsed, Model.ForSequences, word);
        if (columns.Sequence is not null)
            CommandOptions.Reject(parsed, [.. Model.ForWindows, TestStride], "--sequence: each is read as a whole");
        if (columns.Sequence is not null && task == RecurrentTask.Forecast)
            CommandOptions.Reject(parsed, Model.ForSeries, "--sequence: each is answered as a whole");
        if (isRow)
            CommandOptions.Reject(parsed, [.. Model.ForSlidingWindows, TestStride], "rows that are whole sequences");
        if (columns.Split is not null)
            CommandOptions.Reject(parsed, [TestFraction], "--split, which says what is tested");
    }
}
