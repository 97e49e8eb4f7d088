namespace MlNetRecurrent.Training;

/// <summary>Checks the options of a table's training and fills in what the columns decide.</summary>
internal static class TableOptionsReader
{
    private const int UsualWindow = 20;

    /// <summary>The options with every default filled in. Options that are complete already stay as they are.</summary>
    /// <param name="options">The options.</param>
    /// <param name="header">The columns of the table.</param>
    /// <exception cref="ArgumentException">An option is out of range, is missing, or does not go with another.</exception>
    public static TableTrainingOptions Complete(TableTrainingOptions options, IReadOnlyList<string> header)
    {
        ArgumentNullException.ThrowIfNull(options.Columns);
        Check(options);
        options.Fit.Validate();
        var (task, columns) = (options.EffectiveTask, options.Columns);
        var (isComplete, isRow) = (columns.StepsPerRow is not null, IsRow(task, columns));
        if (isRow && task == RecurrentTask.Tag)
            throw new ArgumentException("A class for every step needs rows that are steps: name the column of the sequence or of the time.");
        var window = options.Window ?? UsualWindow;
        return options with
        {
            Columns = WithFeatures(isRow && !isComplete ? columns with { StepsPerRow = window } : columns, task, header),
            Task = task,
            Window = isRow || columns.Sequence is not null ? null : window,
            Stride = options.Stride ?? (options.HasLossAtEveryStep || task == RecurrentTask.Tag ? window : 1),
        };
    }

    /// <summary>
    /// The columns, with every one that has no role as a feature where whole sequences are classified or forecast and none is named.
    /// </summary>
    public static DataColumns WithFeatures(DataColumns columns, RecurrentTask task, IReadOnlyList<string> header) =>
        columns.Features.Count > 0 || (task == RecurrentTask.Forecast && columns.Sequence is null)
            ? columns
            : columns with { Features = [.. header.Except(WithRoles(columns))] };

    private static IEnumerable<string> WithRoles(DataColumns columns) =>
        [.. new[] { columns.Label, columns.Series, columns.Time, columns.Sequence, columns.Split }.OfType<string>(), .. columns.Targets];

    // Each row is a whole sequence where no column puts rows together.
    private static bool IsRow(RecurrentTask task, DataColumns columns) =>
        task != RecurrentTask.Forecast && columns is { Sequence: null, Time: null, Series: null };

    private static void Check(TableTrainingOptions options)
    {
        var (task, columns) = (options.EffectiveTask, options.Columns);
        if (task is not (RecurrentTask.Forecast or RecurrentTask.Classify or RecurrentTask.Tag))
            throw new ArgumentException($"The task is {task}, expected Forecast, Classify or Tag: a table has no texts and no encodings.");
        if (task == RecurrentTask.Forecast && columns.Targets.Count == 0)
            throw new ArgumentException("There is no target column: name the columns to forecast, or the label column to classify.");
        if (task != RecurrentTask.Forecast && columns.Label is null)
            throw new ArgumentException($"There is no label column, and the task is {task}: name the column of the classes.");
        if (columns is { Series: not null, Sequence: not null })
            throw new ArgumentException("The columns have a series and a sequence: rows belong to a series that windows slide over, or to one sequence.");
        (string Name, int? Value)[] counts =
        [
            (nameof(options.Window), options.Window), (nameof(options.Horizon), options.Horizon), (nameof(options.Stride), options.Stride),
            (nameof(options.TestStride), options.TestStride), (nameof(options.SeasonLength), options.SeasonLength), (nameof(options.EnsembleSize), options.EnsembleSize),
            (nameof(options.Threads), options.Threads),
        ];
        foreach (var (name, value) in counts.Where(count => count.Value < 1))
            throw new ArgumentException($"{name} is {value}, expected at least 1.");
        if (options.ChronoMaxDependency < 2)
            throw new ArgumentException($"{nameof(options.ChronoMaxDependency)} is {options.ChronoMaxDependency}, expected at least 2.");
        (string Name, double Value)[] shares = [(nameof(options.TestFraction), options.TestFraction), (nameof(options.ValidationFraction), options.ValidationFraction)];
        foreach (var (name, value) in shares)
        {
            if (value is not (>= 0 and < 1))
                throw new ArgumentException(FormattableString.Invariant($"{name} is {value}, expected 0 to less than 1."));
        }

        foreach (var lag in columns.Lags.Where(lag => lag < options.Horizon))
            throw new ArgumentException($"Lag {lag} is below the horizon of {options.Horizon}: the last rows to forecast have no such value yet.");
    }
}
