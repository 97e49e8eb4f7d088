using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Fits, exports and scores one model.</summary>
internal sealed class TrainJob(TrainOptions options, TrainingData data, TimeProvider clock)
{
    /// <summary>The network of a cell; each network of an ensemble is one of these.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public NetworkDescription Network(RecurrentCell cell) =>
        options.Network.Describe(cell, data.Frame, data.Season);

    /// <summary>Makes the model.</summary>
    public TrainResult Run(RecurrentCell cell, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        using var fitted = Fit(cell, progress, cancellation);
        var time = clock.GetElapsedTime(start);
        var scored = data.HasTest ? Score(fitted, cancellation) : null;
        var (card, report) = (scored?.Card ?? Card(fitted), scored?.Report);
        if (!options.Refit)
            return Result(Export(fitted, cell, card));

        start = clock.GetTimestamp();
        // On every row, for as many epochs as turned out best.
        var everything = data.Whole();
        var once = options.Fit with { Epochs = fitted.Fit.BestEpoch ?? fitted.Fit.Epochs, Patience = null, SufficientLoss = null };
        using var refitted = Start(cell).Run(everything, once, null, progress, cancellation);
        refitted.CalibrateAs(fitted);
        time += clock.GetElapsedTime(start);
        return Result(Export(refitted, cell, card with { Data = everything.Summary(options.Source.Name, refitted.Sequences) }));

        TrainResult Result(ExportedModel exported) =>
            new() { Cell = cell, File = options.File(cell), Card = exported.Card, Time = time, Evaluation = report };
    }

    /// <summary>Fits the network of a cell.</summary>
    public FittedModel Fit(RecurrentCell cell, IProgress<FitProgress> progress, CancellationToken cancellation) =>
        Start(cell).Run(data, options.Fit, member => options.Checkpoint(cell, member), progress, cancellation);

    /// <summary>The network that a fit begins with.</summary>
    public RecurrentNetwork Initial(RecurrentCell cell, long seed) => RecurrentNetwork.Create(Network(cell), seed, options.ChronoOf(cell));

    /// <summary>Scores a fitted network, by its exported file, on the rows put aside for testing.</summary>
    public ScoredModel Score(FittedModel fitted, CancellationToken cancellation)
    {
        var card = Card(fitted);
        var file = OnnxExporter.Export(fitted.Network, card).File.ToArray();
        using var model = FileScorer.Open(file);
        var report = Evaluator.Run(data.Frame, data.Test(), model, cancellation);
        return new ScoredModel(file, card with { Scores = new SortedDictionary<string, double>(report.Metrics.ToDictionary(), StringComparer.Ordinal) }, report);
    }

    /// <summary>Writes the file of a fitted network.</summary>
    public ExportedModel Export(FittedModel fitted, RecurrentCell cell, ModelCard card) =>
        OnnxExporter.Export(fitted.Network, options.File(cell), card, new ExportOptions { OptionalInputs = !options.Minimal });

    private ModelFit Start(RecurrentCell cell) => new(options, (_, seed) => Initial(cell, seed));

    private ModelCard Card(FittedModel fitted) => new()
    {
        Network = fitted.Network.Description,
        Window = options.Window,
        FeatureNames = data.Frame.FeatureNames,
        TargetNames = data.Frame.Columns.Targets,
        Labels = data.Frame.Labels,
        Columns = data.Frame.Columns,
        Data = data.Summary(options.Source.Name, fitted.Sequences),
        Fit = fitted.Fit,
    };
}
