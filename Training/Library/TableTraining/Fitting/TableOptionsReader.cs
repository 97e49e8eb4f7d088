namespace MlNetRecurrent.Training;

/// <summary>Checks the options of table training and fills in defaults that depend on the columns.</summary>
internal static class TableOptionsReader
{
    private const int DefaultWindow = 20;

    // Far beyond practical numbers of rows, and small enough that sums do not overflow.
    private const int MaxRows = 1_000_000_000;

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

    /// <summary>
    /// Returns complete options in which the static columns are features or categories, and the column of the series is the first category if each
    /// series has its own scale.
    /// </summary>
    /// <param name="options">The complete options.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="ArgumentException">A category or static column is incompatible with another option.</exception>
    /// <exception cref="SequenceDataException">The table cannot be read.</exception>
    public static TableTrainingOptions AssignCategories(TableTrainingOptions options, TableSource table)
    {
        var columns = StaticColumns.Assign(options.Columns, table);
        if (options.Network.Normalization == InputNormalization.Series)
        {
            var series = columns.Series ?? throw new ArgumentException(
                $"Normalization {InputNormalization.Series} requires the column of the series: specify it "
                + "(DataColumns.Series; on the command line, --series).");
            var first = columns.Categories.FirstOrDefault(category => category.Name == series) ?? new CategoryColumn(series);
            columns = columns with { Categories = [first, .. columns.Categories.Where(category => category.Name != series)] };
        }

        if (columns.Categories.Count > 0 && columns.StepsPerRow is not null)
        {
            throw new ArgumentException(
                "Categories require rows that are time steps: specify the column of the sequence, of the series or of the time.");
        }

        if (columns.Categories.GroupBy(category => category.Name).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new ArgumentException($"Category '{repeated.Key}' is defined more than once.");
        if (columns.Categories.Count == 0 && options.Network.CategoryEmbeddingSize is not null)
        {
            throw new ArgumentException(
                "The embedding size of categories requires categories: name their columns "
                + "(DataColumns.Categories; on the command line, --categories or --static).");
        }

        return options with { Columns = columns };
    }

    private static IEnumerable<string> WithRoles(DataColumns columns) =>
    [
        .. new[] { columns.Label, columns.Series, columns.Time, columns.Sequence, columns.Split, columns.Group }.OfType<string>(),
        .. columns.Targets,
        .. columns.Categories.Select(category => category.Name),
        .. columns.Static,
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
        if (options.Labels is { } labels)
            CheckLabels(labels, task);
        CheckSplit(options);
        CheckShortSeries(options);
        TimeOptionChecks.Check(columns, task);
        (string Name, int? Value, int Max)[] counts =
        [
            (nameof(options.Window), options.Window, MaxRows),
            (nameof(options.Horizon), options.Horizon, MaxRows),
            (nameof(options.Stride), options.Stride, MaxRows),
            (nameof(options.TestStride), options.TestStride, MaxRows),
            (nameof(options.SeasonLength), options.SeasonLength, MaxRows),
            (nameof(options.EnsembleSize), options.EnsembleSize, NetworkValidator.MaxEnsembleSize),
            (nameof(options.Threads), options.Threads, FitThreads.Max),
        ];
        foreach (var (name, value, max) in counts.Where(count => count.Value < 1 || count.Value > count.Max))
            throw new ArgumentException($"{name} must be 1 to {max}, got {value}.");
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

        foreach (var lag in columns.Lags.Where(lag => lag > MaxRows))
            throw new ArgumentException($"Lags must be at most {MaxRows}, got {lag}.");
        foreach (var lag in columns.Lags.Where(lag => lag < options.Horizon))
        {
            throw new ArgumentException(
                $"Lags must be at least the horizon of {options.Horizon}, got {lag}: the last rows to forecast have no such value yet.");
        }
    }

    private static void CheckShortSeries(TableTrainingOptions options)
    {
        const string Option = nameof(TableTrainingOptions.ShortSeries);
        if (!Enum.IsDefined(options.ShortSeries))
            throw new ArgumentException($"{Option} is {options.ShortSeries}, expected {ShortSeriesPolicy.Drop} or {ShortSeriesPolicy.Pad}.");
        if (options.ShortSeries == ShortSeriesPolicy.Drop)
            return;
        if (options.Columns.Sequence is not null || IsRow(options.EffectiveTask, options.Columns))
            throw new ArgumentException($"{Option} {options.ShortSeries} requires windows of series: whole sequences may have any length already.");
        if (options.HasLossAtEveryStep)
        {
            throw new ArgumentException(
                $"{Option} {options.ShortSeries} cannot be combined with {nameof(options.HasLossAtEveryStep)}, "
                + "which learns from every step of a complete window: leave one of them out.");
        }
    }

    private static void CheckLabels(IReadOnlyList<string> labels, RecurrentTask task)
    {
        if (task == RecurrentTask.Forecast)
            throw new ArgumentException($"{nameof(TableTrainingOptions.Labels)} do not apply to the task {task}.");
        if (labels.Count < 2 || labels.Any(string.IsNullOrEmpty) || labels.Distinct(InvisibleText.Comparer).Count() != labels.Count)
        {
            throw new ArgumentException(
                $"{nameof(TableTrainingOptions.Labels)} are {string.Join(", ", labels)}: expected at least two different names.");
        }
    }

    private static void CheckSplit(TableTrainingOptions options)
    {
        var (task, columns) = (options.EffectiveTask, options.Columns);
        var isWhole = columns.Sequence is not null || IsRow(task, columns);
        if (columns is { Split: not null, Group: not null })
            throw new ArgumentException("The columns have both a split and a group: specify one of them, because a split column assigns every row.");
        if (options.IsStratified && columns.Split is not null)
            throw new ArgumentException($"{nameof(options.IsStratified)} cannot be combined with a split column, which assigns every row.");
        if (columns.Group is not null && !isWhole)
        {
            throw new ArgumentException(
                "The columns have a group, which requires whole sequences: specify the column of the sequence. "
                + "The windows of a series are split by time.");
        }

        if (options.IsStratified && (task != RecurrentTask.Classify || !isWhole))
        {
            throw new ArgumentException(
                $"{nameof(options.IsStratified)} requires whole sequences that are classified: other rows are split by order, not by class.");
        }
    }
}
