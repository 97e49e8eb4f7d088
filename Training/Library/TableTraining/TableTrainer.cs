namespace MlNetRecurrent.Training;

/// <summary>
/// Trains forecasters, classifiers and taggers on a table: splits its rows, fits networks, scores them on held-out rows, and exports them.
/// </summary>
/// <remarks>
/// The table is read once, by the constructor. LibTorch has one random generator for the whole process: do not run fits in parallel.
/// </remarks>
public sealed class TableTrainer
{
    private static readonly RecurrentCell[] ComparedCells = [RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru];

    private readonly string _source;
    private readonly TimeProvider _clock;

    /// <summary>Reads, checks and splits the rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">The columns, the network and the fit.</param>
    /// <exception cref="ArgumentException">An option is out of range or incompatible with another.</exception>
    /// <exception cref="SequenceDataException">The rows cannot be used for training; the message states the position and the reason.</exception>
    public TableTrainer(TableSource table, TableTrainingOptions options)
        : this(table, options, TimeProvider.System)
    {
    }

    /// <summary>Creates a trainer with a clock.</summary>
    internal TableTrainer(TableSource table, TableTrainingOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        Options = TableOptionsReader.AssignCategories(TableOptionsReader.Complete(options, table.Columns), table);
        Data = TrainingData.Load(table, Options);
        (_source, _clock) = (table.Title, clock);
        Network = Describe();
    }

    private TableTrainer(TableTrainer other, TableTrainingOptions options)
    {
        (Options, Data, _source, _clock) = (options, other.Data, other._source, other._clock);
        Network = Describe();
    }

    /// <summary>The description of the network; each network of an ensemble has this description.</summary>
    public NetworkDescription Network { get; }

    /// <summary>
    /// Warnings about the table that do not prevent training, known before the fit: holes and irregular steps in its times, and digits that float32
    /// loses. Usually empty.
    /// </summary>
    public IReadOnlyList<string> Warnings => Data.Frame.Warnings;

    /// <summary>The options, with defaults filled in.</summary>
    internal TableTrainingOptions Options { get; }

    /// <summary>The training data.</summary>
    internal TrainingData Data { get; }

    /// <summary>Trains a model: fits, exports, and scores it on the test rows, next to baselines.</summary>
    /// <param name="progress">Receives the losses after each epoch; null if not needed.</param>
    /// <param name="cancellationToken">Cancels the fit between batches.</param>
    /// <returns>The model, exported and checked against the fitted network. No file is written: see <see cref="TableModel.Save"/>.</returns>
    /// <exception cref="ArgumentException">An option is incompatible with the network.</exception>
    /// <exception cref="SequenceDataException">A part of the split is too short for one window.</exception>
    /// <exception cref="InvalidOperationException">The loss became NaN or infinite.</exception>
    /// <exception cref="ExportException">The outputs of the exported file differ from those of the network.</exception>
    /// <exception cref="OperationCanceledException">The fit was canceled.</exception>
    public TableModel Fit(IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var threads = UseThreads();
        var start = _clock.GetTimestamp();
        using var fitted = FitNetwork(progress, cancellationToken);
        var time = _clock.GetElapsedTime(start);
        // With Refit, this first network only provides the scores.
        var model = Options.Refit && !Data.HasTest
            ? new TableModel(default, Card(fitted))
            : ExportAndScore(fitted, cancellationToken);
        if (!Options.Refit)
            return model with { TrainingTime = time };

        start = _clock.GetTimestamp();
        var allRows = Data.WithAllRowsForTraining();
        using var refitted = CreateFit().Refit(allRows, fitted, progress, cancellationToken);
        time += _clock.GetElapsedTime(start);
        var exported = Export(refitted, model.Card with { Data = allRows.CreateSummary(refitted.Sequences) });
        return new TableModel(exported.Bytes, exported.Card!) { Evaluation = model.Evaluation, TrainingTime = time };
    }

    /// <summary>Fits an RNN, an LSTM and a GRU with the same options on the same rows, measures them, and recommends one.</summary>
    /// <param name="progress">Receives the losses after each epoch of each fit; null if not needed.</param>
    /// <param name="cancellationToken">Cancels the comparison between batches.</param>
    /// <exception cref="ArgumentException">An option is incompatible with a network.</exception>
    /// <exception cref="SequenceDataException">No row is held out for testing, or a part of the split is too short for one window.</exception>
    /// <exception cref="OperationCanceledException">The comparison was canceled.</exception>
    public TableComparison Compare(IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        TableComparison.Create([.. ComparedCells.Select(cell => With(Options with { Cell = cell }).Measure(progress, cancellationToken))]);

    /// <summary>
    /// Continues the training of a model on new rows, and replaces its file if the new model is at least as good on the newest rows. The previous
    /// model is kept in the folder <c>NAME.history</c> next to the file.
    /// </summary>
    /// <remarks>
    /// The model is locked against other writers (retraining, rollback, import, saving) from the start to the end, by <c>NAME.onnx.lock</c> next to
    /// the file. The operating system releases the lock when the process ends, however it ends. Applications can read the file at any time.
    /// </remarks>
    /// <param name="path">The file of the model, trained by a <see cref="TableTrainer"/> or imported.</param>
    /// <param name="table">The new rows.</param>
    /// <param name="options">
    /// Changes the options with which the model was trained; null for no change. An imported model requires columns.
    /// </param>
    /// <param name="progress">Receives the losses after each epoch; null if not needed.</param>
    /// <param name="cancellationToken">Cancels the fit between batches.</param>
    /// <exception cref="ArgumentException">An option is out of range, or would change the network.</exception>
    /// <exception cref="RecurrentModelException">The file is missing or damaged, or the training of its model cannot continue.</exception>
    /// <exception cref="SequenceDataException">The rows do not match the model; the message lists every difference.</exception>
    /// <exception cref="IOException">
    /// Another process is changing the file, which is noticed before the fit, or the file cannot be replaced; it is left unchanged.
    /// </exception>
    /// <exception cref="OperationCanceledException">The fit was canceled; the file is left unchanged.</exception>
    public static RetrainResult Retrain(
        string path,
        TableSource table,
        Func<TableTrainingOptions, TableTrainingOptions>? options = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(table);
        using var held = RetrainedModel.Acquire(path);
        var model = RetrainedModel.Read(held);
        var stored = model.Options(table.Columns);
        return new RetrainJob(model, table, options is null ? stored : options(stored), TimeProvider.System).Run(progress, cancellationToken);
    }

    /// <summary>Restores a model that <see cref="Retrain"/> replaced. The current model is kept in the history.</summary>
    /// <param name="path">The file of the model.</param>
    /// <param name="version">The version number in the history; null for the version before the current model.</param>
    /// <param name="force">Whether to restore a model whose <see cref="ModelSignature"/> differs from that of the current model.</param>
    /// <returns>The file in the history that contains the model that was replaced.</returns>
    /// <exception cref="ArgumentException">
    /// There is no history, the history has no such version, that version is already in use, or its <see cref="ModelSignature"/> differs.
    /// </exception>
    /// <exception cref="RecurrentModelException">
    /// The model file is missing, the version in the history is damaged, or its graph is rejected as by <see cref="RecurrentModel"/>.
    /// </exception>
    /// <exception cref="IOException">Another process is changing the file, or it cannot be replaced; it is left unchanged.</exception>
    public static string Rollback(string path, int? version = null, bool force = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ModelRollback.Run(path, version, force, "Set force to restore it anyway.").KeptFile;
    }

    /// <summary>Creates a trainer for the same rows with another cell or other files.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal TableTrainer With(TableTrainingOptions options) => new(this, options);

    /// <summary>Fits the network of the cell and measures it for a comparison.</summary>
    internal CellComparison Measure(IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        using var threads = UseThreads();
        var measurement = new CellMeasurement
        {
            Cell = Options.Cell,
            Data = Data,
            Clock = _clock,
            CreateNetwork = () => CreateNetwork(Options.Fit.Seed),
            Fit = FitNetwork,
            Export = ExportAndScore,
        };
        return measurement.Run(progress, cancellation);
    }

    /// <summary>Fits the network, or the networks of the ensemble.</summary>
    private FittedModel FitNetwork(IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        CreateFit().Run(Data, progress, cancellation);

    /// <summary>Creates the network with its initial weights.</summary>
    private RecurrentNetwork CreateNetwork(long seed) => RecurrentNetwork.Create(Network, seed, Options.GetChronoMaxDependency(Options.Cell));

    /// <summary>Exports a fitted network and scores the file on the test rows.</summary>
    private TableModel ExportAndScore(FittedModel fitted, CancellationToken cancellation)
    {
        var exported = Export(fitted, Card(fitted));
        if (!Data.HasTest)
            return new TableModel(exported.Bytes, exported.Card!);
        using var scorer = new FileScorer(exported.Bytes.ToArray(), exported.Card!, _source);
        var report = Evaluator.Run(Data.Frame, Data.Shape, Data.GetTestSequences(), scorer, cancellation);
        exported = exported.With(report.AddTo(exported.Card!));
        return new TableModel(exported.Bytes, exported.Card!) { Evaluation = report };
    }

    private ExportedModel Export(FittedModel fitted, ModelCard card) => OnnxExporter.Export(fitted.Network, card, Options.Export);

    private ModelFit CreateFit() => new(Options, (_, seed) => CreateNetwork(seed));

    private NetworkDescription Describe()
    {
        var network = Options.Network.Describe(Options.EffectiveTask, Options.Cell, Options.Horizon, Data.Frame, Data.SeasonLength);
        // Before the networks of an ensemble are fitted, one after another.
        WeightMemory.Check(network with { EnsembleSize = Options.EnsembleSize });
        return network;
    }

    private IDisposable? UseThreads() => Options.Threads is { } threads ? FitThreads.SetTemporarily(threads) : null;

    private ModelCard Card(FittedModel fitted) => new()
    {
        Network = fitted.Network.Description,
        Window = Options.Window,
        MinWindow = Data.Shape.MinWindow,
        FeatureNames = Data.Frame.FeatureNames,
        TargetNames = Data.Frame.Columns.Targets,
        Labels = Data.Frame.Labels,
        Columns = Data.Frame.Columns,
        Data = Data.CreateSummary(fitted.Sequences),
        Fit = fitted.Fit,
    };
}
