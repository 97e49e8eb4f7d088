namespace MlNetRecurrent.Training;

/// <summary>Continues the training of a model, compares the result with the previous model, and promotes it if it is at least as good.</summary>
internal sealed class RetrainJob
{
    private readonly RetrainedModel _model;
    private readonly TimeProvider _clock;

    /// <summary>Checks and splits the rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The new rows.</param>
    /// <param name="options">The options.</param>
    /// <param name="clock">The clock that times the fits.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="SequenceDataException">The rows do not match the model, or none is held out.</exception>
    /// <exception cref="IOException">The history of the model is full.</exception>
    public RetrainJob(RetrainedModel model, TableSource table, TableTrainingOptions options, TimeProvider clock)
    {
        var advice = $"set {nameof(options.Labels)}, or {nameof(ImportOptions)}.{nameof(ImportOptions.Labels)} at the import";
        model = model.WithLabels(options.Labels, advice);
        (_model, _clock) = (model, clock);
        CheckNetwork(model, options);
        Options = TableOptionsReader.Complete(
            options with { Fit = options.Fit with { KeepNormalization = true }, Labels = model.Card.Labels is { Count: > 0 } labels ? labels : null },
            table.Columns);
        ModelSchema.Check(table, Options.Columns, model.Card, model.Path);
        Data = WarnOfUnnamedFeatures(model.Card, TrainingData.Load(table, Options, model.Card.Network));
        CheckSignature(model, table.Name, Data.Frame);
        // Fails before the fit, not after it, if no rows are held out.
        Data.GetTestSequences();
        _ = new ModelHistory(model.Path).GetNextNumber();
    }

    /// <summary>The options, with defaults filled in.</summary>
    public TableTrainingOptions Options { get; }

    /// <summary>The rows.</summary>
    public TrainingData Data { get; }

    /// <summary>Runs the job.</summary>
    public RetrainResult Run(IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        using var threads = Options.Threads is { } count ? FitThreads.SetTemporarily(count) : null;
        using var previous = OnnxImporter.Import(_model.File, _model.Path).Network;
        var start = _clock.GetTimestamp();
        var fit = new ModelFit(Options, (member, _) => CreateNetwork(previous, member));
        using var fitted = fit.Run(Data, progress, cancellation);
        var time = _clock.GetElapsedTime(start);
        var exported = OnnxExporter.Export(fitted.Network, Card(fitted, Data), Options.Export);
        // Both reports use the baselines and scales of the new model's training rows.
        var comparison = new ModelComparison(
            Previous: Score(_model.File, exported.Card!, cancellation),
            Candidate: Score(exported.Bytes.ToArray(), exported.Card!, cancellation));
        exported = exported.With(comparison.Candidate.AddTo(exported.Card!));
        string? kept = null;
        if (comparison.IsPromoted)
        {
            if (Options.Refit)
            {
                start = _clock.GetTimestamp();
                exported = Refit(fit, fitted, exported.Card!, progress, cancellation);
                time += _clock.GetElapsedTime(start);
            }

            var history = new ModelHistory(_model.Path);
            kept = history.GetFile(history.Replace(_model.Lock, _model.File, exported.Bytes.ToArray()));
        }

        var (overlap, heldOut) = CountTrainingOverlap();
        return new RetrainResult(comparison, Data.Frame)
        {
            Card = exported.Card!,
            PreviousModelFile = kept,
            TrainingOverlapCount = overlap,
            HeldOutCount = heldOut,
            TrainingTime = time,
        };
    }

    // The order of the inputs of an imported model can only be checked by their names.
    private static TrainingData WarnOfUnnamedFeatures(ModelCard card, TrainingData data) =>
        card is not { TableColumns: null, FeatureNames.Count: 0, Network.Features: > 1 }
            ? data
            : data.WithWarning(
                $"The features of the model have no names: its inputs are read from {string.Join(", ", data.Frame.FeatureNames)}, in this order.");

    // The network exists already: options that would change it are rejected instead of ignored.
    private static void CheckNetwork(RetrainedModel model, TableTrainingOptions options)
    {
        var network = model.Card.Network;
        (string Name, bool IsSame)[] all =
        [
            (nameof(options.Task), options.Task == network.Task),
            (nameof(options.Horizon), options.Horizon == network.Forecast.Horizon),
            (nameof(options.Cell), options.Cell == network.Layers[0].Cell),
            (nameof(options.Network), options.Network == model.Plan),
            (nameof(options.EnsembleSize), options.EnsembleSize == network.EnsembleSize),
        ];
        foreach (var (name, _) in all.Where(option => !option.IsSame))
            throw new ArgumentException($"{name} cannot be changed by retraining: leave it as in the model.");
    }

    // The network to fit: a member of the previous model, without its calibration, which is repeated after the fit.
    private static RecurrentNetwork CreateNetwork(RecurrentNetwork previous, int member)
    {
        var members = previous.Split();
        foreach (var other in members.Where((_, index) => index != member - 1))
            other.Dispose();
        var network = members[member - 1];
        if (network.Quantiles is { } quantiles)
            quantiles.Shift = new float[quantiles.Shift.Length];
        return network;
    }

    // Fits on the held-out rows too; the scores remain those of the first fit.
    private ExportedModel Refit(
        ModelFit fit, FittedModel fitted, ModelCard card, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var allRows = Data.WithAllRowsForTraining();
        using var refitted = fit.Refit(allRows, fitted, progress, cancellation);
        return OnnxExporter.Export(refitted.Network, card with { Data = Card(refitted, allRows).Data }, Options.Export);
    }

    private EvaluationReport Score(byte[] file, ModelCard card, CancellationToken cancellation)
    {
        using var model = new FileScorer(file, card, _model.Path);
        return Evaluator.Run(Data.Frame, Data.Shape, Data.GetTestSequences(), model, cancellation);
    }

    // The new model replaces the previous model in the applications that score it.
    private static void CheckSignature(RetrainedModel model, string table, RowFrame frame)
    {
        var next = ModelSignature.FromCard(WithColumns(model.Card, frame));
        if (string.Join("; ", next.FindDifferences(ModelSignature.FromCard(model.Card))) is { Length: > 0 } differences)
            throw new SequenceDataException($"A model of {table} could not replace '{model.Path}': {differences}.");
    }

    private static ModelCard WithColumns(ModelCard card, RowFrame frame) => card with
    {
        FeatureNames = frame.FeatureNames,
        TargetNames = frame.Columns.Targets,
        Labels = frame.Labels,
        Columns = card.TableColumns ?? frame.Columns,
    };

    private ModelCard Card(FittedModel fitted, TrainingData rows) => WithColumns(_model.Card, rows.Frame) with
    {
        Network = fitted.Network.Description,
        Window = Options.Window,
        MinWindow = Data.Shape.MinWindow,
        Data = DataFingerprint.Join(_model.Card.Data, rows.Frame, rows.CreateSummary(fitted.Sequences)),
        Fit = fitted.Fit,
        Precision = WeightPrecision.Float32,
        PrecisionError = null,
    };

    private (int Overlap, int HeldOut) CountTrainingOverlap()
    {
        // For whole sequences, the first row of each is counted.
        var counted = Options.Window is null ? Data.Frame.Segments.Select(segment => segment.Start) : Enumerable.Range(0, Data.Frame.RowCount);
        var rows = counted.Where(row => Data.Frame.Parts[row] == DataPart.Test).ToList();
        if (_model.Card.Data is not { } earlier)
            return (0, rows.Count);
        var marked = Data.Frame with { Parts = new DataPart[Data.Frame.RowCount] };
        DataFingerprint.MarkTrainingRows(marked, earlier);
        return (rows.Count(row => marked.Parts[row] == DataPart.Train), rows.Count);
    }
}
