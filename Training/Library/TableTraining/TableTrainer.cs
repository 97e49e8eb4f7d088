namespace MlNetRecurrent.Training;

/// <summary>
/// Trains forecasters, classifiers and taggers on a table: reads and splits its rows, fits networks, scores them on rows held out, and exports
/// them.
/// </summary>
/// <remarks>
/// The table is read once, when the trainer is made. LibTorch has one random generator for the process: fits must not run side by side.
/// </remarks>
public sealed class TableTrainer
{
    private static readonly RecurrentCell[] ComparedCells = [RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru];

    private readonly string _source;
    private readonly TimeProvider _clock;

    /// <summary>Reads, checks and splits the rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">What the model reads and outputs, and how it is fitted.</param>
    /// <exception cref="ArgumentException">An option is out of range, or does not go with another; the message says which.</exception>
    /// <exception cref="SequenceDataException">The rows cannot be fitted; the message says where and why.</exception>
    public TableTrainer(TableSource table, TableTrainingOptions options)
        : this(table, options, TimeProvider.System)
    {
    }

    /// <summary>A trainer whose times come from a clock.</summary>
    internal TableTrainer(TableSource table, TableTrainingOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        Options = TableOptionsReader.Complete(options, table.Columns);
        Data = TrainingData.Load(table, Options);
        (_source, _clock) = (table.Name, clock);
        Network = Options.Network.Describe(Options.EffectiveTask, Options.Cell, Options.Horizon, Data.Frame, Data.SeasonLength);
    }

    private TableTrainer(TableTrainer other, TableTrainingOptions options)
    {
        (Options, Data, _source, _clock) = (options, other.Data, other._source, other._clock);
        Network = Options.Network.Describe(Options.EffectiveTask, Options.Cell, Options.Horizon, Data.Frame, Data.SeasonLength);
    }

    /// <summary>The network that is fitted; each network of an ensemble is one of these.</summary>
    public NetworkDescription Network { get; }

    /// <summary>The options, complete.</summary>
    internal TableTrainingOptions Options { get; }

    /// <summary>The rows.</summary>
    internal TrainingData Data { get; }

    /// <summary>Makes a model: fits, exports, and scores it on the rows held out for testing, beside simple baselines.</summary>
    /// <param name="progress">Told the losses after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Ends the fit between batches.</param>
    /// <returns>The model, exported and checked against the fitted network. Nothing is written: see <see cref="TableModel.Save"/>.</returns>
    /// <exception cref="ArgumentException">An option does not go with the network.</exception>
    /// <exception cref="SequenceDataException">A part of the rows is too short for one window.</exception>
    /// <exception cref="InvalidOperationException">The loss became NaN or infinite.</exception>
    /// <exception cref="ExportException">The exported file gives other outputs than the network.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public TableModel Fit(IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var threads = UseThreads();
        var start = _clock.GetTimestamp();
        using var fitted = FitNetwork(progress, cancellationToken);
        var time = _clock.GetElapsedTime(start);
        // Of a network that is fitted once more, only the scores are wanted.
        var model = Options.Refit && !Data.HasTest ? new TableModel(default, Card(fitted)) : ExportAndScore(fitted, cancellationToken);
        if (!Options.Refit)
            return model with { TrainingTime = time };

        start = _clock.GetTimestamp();
        var everything = Data.WithAllRowsForTraining();
        using var refitted = Start().Refit(everything, fitted, progress, cancellationToken);
        time += _clock.GetElapsedTime(start);
        var exported = Export(refitted, model.Card with { Data = everything.CreateSummary(_source, refitted.Sequences) });
        return new TableModel(exported.Bytes, exported.Card!) { Evaluation = model.Evaluation, TrainingTime = time };
    }

    /// <summary>Fits an RNN, an LSTM and a GRU with the same options on the same rows, measures them, and recommends one.</summary>
    /// <param name="progress">Told the losses after each epoch of each fit; null for nobody.</param>
    /// <param name="cancellationToken">Ends the comparison between batches.</param>
    /// <exception cref="ArgumentException">An option does not go with a network.</exception>
    /// <exception cref="SequenceDataException">No row is held out for testing, or a part of the rows is too short for one window.</exception>
    /// <exception cref="OperationCanceledException">The comparison was cancelled.</exception>
    public TableComparison Compare(IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        TableComparison.Of([.. ComparedCells.Select(cell => With(Options with { Cell = cell }).Measure(progress, cancellationToken))]);

    /// <summary>
    /// Fits a model further on new rows, starting from its weights, and replaces the file if the new model is at least as good on the newest rows. The
    /// model that it replaces is kept beside it in the folder <c>NAME.history</c>.
    /// </summary>
    /// <param name="path">The file of the model: of a <see cref="TableTrainer"/>, or an imported one.</param>
    /// <param name="table">The new rows.</param>
    /// <param name="options">
    /// Changes the options, which are those that the model was fitted with; null for no change. An imported model needs columns.
    /// </param>
    /// <param name="progress">Told the losses after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Ends the fit between batches.</param>
    /// <exception cref="ArgumentException">An option is out of range, or would change the network.</exception>
    /// <exception cref="RecurrentModelException">The file is missing or damaged, or its model cannot be fitted further.</exception>
    /// <exception cref="SequenceDataException">The rows do not fit the model; the message lists every difference.</exception>
    /// <exception cref="IOException">The file cannot be replaced: the model there is whole.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled: the file is as it was.</exception>
    public static RetrainResult Retrain(
        string path,
        TableSource table,
        Func<TableTrainingOptions, TableTrainingOptions>? options = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(table);
        var model = RetrainedModel.Read(path);
        var own = model.Options(table.Columns);
        return new RetrainJob(model, table, options is null ? own : options(own), TimeProvider.System).Run(progress, cancellationToken);
    }

    /// <summary>Puts an earlier model back that <see cref="Retrain"/> replaced. The one that it replaces is kept in the history too.</summary>
    /// <param name="path">The file of the model.</param>
    /// <param name="version">The number of the model in the history; null for the one before the model that is in place.</param>
    /// <returns>The file in the history that keeps the model that was replaced.</returns>
    /// <exception cref="ArgumentException">There is no history, no such model in it, or that model is in place already.</exception>
    /// <exception cref="RecurrentModelException">A file is missing or damaged.</exception>
    /// <exception cref="IOException">The file cannot be replaced: the model there is whole.</exception>
    public static string Rollback(string path, int? version = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ModelRollback.Run(path, version).KeptFile;
    }

    /// <summary>A trainer of the same rows with another cell, or other files.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal TableTrainer With(TableTrainingOptions options) => new(this, options);

    /// <summary>Fits the network of the cell and measures all that it is compared by.</summary>
    internal CellComparison Measure(IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        using var threads = UseThreads();
        return CellMeasurement.Run(this, _clock, progress, cancellation);
    }

    /// <summary>Fits the network, or the networks of the ensemble.</summary>
    internal FittedModel FitNetwork(IProgress<FitProgress>? progress, CancellationToken cancellation) => Start().Run(Data, progress, cancellation);

    /// <summary>The network that a fit begins with.</summary>
    internal RecurrentNetwork InitialNetwork(long seed) => RecurrentNetwork.Create(Network, seed, Options.ChronoOf(Options.Cell));

    /// <summary>Exports a fitted network and scores its file on the rows held out for testing.</summary>
    internal TableModel ExportAndScore(FittedModel fitted, CancellationToken cancellation)
    {
        var exported = Export(fitted, Card(fitted));
        if (!Data.HasTest)
            return new TableModel(exported.Bytes, exported.Card!);
        using var scorer = new FileScorer(exported.Bytes.ToArray(), exported.Card!, _source);
        var report = Evaluator.Run(Data.Frame, Data.GetTestSequences(), scorer, cancellation);
        exported = exported.With(report.AddTo(exported.Card!));
        return new TableModel(exported.Bytes, exported.Card!) { Evaluation = report };
    }

    private ExportedModel Export(FittedModel fitted, ModelCard card) => OnnxExporter.Export(fitted.Network, card, Options.Export);

    private ModelFit Start() => new(Options, (_, seed) => InitialNetwork(seed));

    private IDisposable? UseThreads() => Options.Threads is { } threads ? FitThreads.SetTemporarily(threads) : null;

    private ModelCard Card(FittedModel fitted) => new()
    {
        Network = fitted.Network.Description,
        Window = Options.Window,
        FeatureNames = Data.Frame.FeatureNames,
        TargetNames = Data.Frame.Columns.Targets,
        Labels = Data.Frame.Labels,
        Columns = Data.Frame.Columns,
        Data = Data.CreateSummary(_source, fitted.Sequences),
        Fit = fitted.Fit,
    };
}
