namespace MlNetRecurrent.Training;

/// <summary>Checks the options of table training and fills in defaults that depend on the columns.</summary>
internal static class TableOptionsReader
{
    private const int DefaultWindow = 20;

    /// <summary>Returns the options with all defaults filled in. Complete options are returned unchanged.</summary>
    /// <param name="options">The options.</param>
    /// <param name="header">The column names of the table.</param>
    /// <exception cref="ArgumentException">An option is out of range, missing, or incompatible with another.</exception>
    public static TableTrainingOptions Complete(TableTrainingOptions options, IReadOnlyList<string> header)
    {
        ArgumentNullException.ThrowIfNull(options.Columns);
        Check(options);
        options.Fit.Validate();
        var (task, columns) = (options.EffectiveTask, options.Columns);
        var (isComplete, isRow) = (columns.StepsPerRow is not null, IsRow(task, columns));
        if (isRow && task == RecurrentTask.Tag)
        {
            throw new ArgumentException(
                "The task Tag requires rows that are time steps: specify the column of the sequence, of the series or of the time.");
        }

        var window = options.Window ?? DefaultWindow;
        return options with
        {
            Columns = WithFeatures(isRow && !isComplete ? columns with { StepsPerRow = window } : columns, task, header),
            Task = task,
            Window = isRow || columns.Sequence is not null ? null : window,
            Stride = options.Stride ?? (options.HasLossAtEveryStep || task == RecurrentTask.Tag ? window : 1),
        };
    }

    /// <summary>
    /// Returns the columns, with every column without a role as a feature if no features are named and the task is not to forecast series.
    /// </summary>
    public static DataColumns WithFeatures(DataColumns columns, RecurrentTask task, IReadOnlyList<string> header) =>
        columns.Features.Count > 0 || (task == RecurrentTask.Forecast && columns.Sequence is null)
            ? columns
            : columns with { Features = [.. header.Except(WithRoles(columns), InvisibleText.Comparer)] };

    private static IEnumerable<string> WithRoles(DataColumns columns) =>
    [
        .. new[] { columns.Label, columns.Series, columns.Time, columns.Sequence, columns.Split }.OfType<string>(),
        .. columns.Targets,
    ];

    // Each row is a whole sequence if no column groups or orders rows.
    private static bool IsRow(RecurrentTask task, DataColumns columns) =>
        task != RecurrentTask.Forecast && columns is { Sequence: null, Time: null, Series: null };

    private static void Check(TableTrainingOptions options)
    {
        var (task, columns) = (options.EffectiveTask, options.Columns);
        if (task is not (RecurrentTask.Forecast or RecurrentTask.Classify or RecurrentTask.Tag))
            throw new ArgumentException($"The task {task} is invalid for a table: expected Forecast, Classify or Tag.");
        if (task == RecurrentTask.Forecast && columns.Targets.Count == 0)
            throw new ArgumentException("There is no target column: specify the columns to forecast, or a label column to classify.");
        if (task != RecurrentTask.Forecast && columns.Label is null)
            throw new ArgumentException($"The task {task} requires a label column: specify the column of the classes.");
        if (columns is { Series: not null, Sequence: not null })
            throw new ArgumentException("The columns have both a series and a sequence: specify one of them.");
        (string Name, int? Value)[] counts =
        [
            (nameof(options.Window), options.Window), (nameof(options.Horizon), options.Horizon), (nameof(options.Stride), options.Stride),
            (nameof(options.TestStride), options.TestStride), (nameof(options.SeasonLength), options.SeasonLength),
            (nameof(options.EnsembleSize), options.EnsembleSize),
            (nameof(options.Threads), options.Threads),
        ];
        foreach (var (name, value) in counts.Where(count => count.Value < 1))
            throw new ArgumentException($"{name} must be at least 1, got {value}.");
        if (options.ChronoMaxDependency < 2)
            throw new ArgumentException($"{nameof(options.ChronoMaxDependency)} must be at least 2, got {options.ChronoMaxDependency}.");
        (string Name, double Value)[] fractions =
        [
            (nameof(options.TestFraction), options.TestFraction), (nameof(options.ValidationFraction), options.ValidationFraction),
        ];
        foreach (var (name, value) in fractions)
        {
            if (value is not (>= 0 and < 1))
                throw new ArgumentException(FormattableString.Invariant($"{name} must be from 0 to less than 1, got {value}."));
        }

        foreach (var lag in columns.Lags.Where(lag => lag < options.Horizon))
        {
            throw new ArgumentException(
                $"Lags must be at least the horizon of {options.Horizon}, got {lag}: the last rows to forecast have no such value yet.");
        }
    }
}
