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
        var fit = new ModelFit(options, (_, seed) => RecurrentNetwork.Create(Network(cell), seed, options.Chrono));
        using var fitted = fit.Run(data, options.Fit, member => options.Checkpoint(cell, member), progress, cancellation);
        var time = clock.GetElapsedTime(start);
        var card = Card(fitted);
        EvaluationReport? report = null;
        if (data.HasTest)
        {
            using var model = FileScorer.Open(OnnxExporter.Export(fitted.Network, card).File.ToArray());
            report = Evaluator.Run(data.Frame, data.Test(), model, cancellation);
            card = card with { Scores = new SortedDictionary<string, double>(report.Metrics.ToDictionary(), StringComparer.Ordinal) };
        }

        if (!options.Refit)
            return Result(OnnxExporter.Export(fitted.Network, options.File(cell), card, Export()));

        start = clock.GetTimestamp();
        // On every row, for as many epochs as turned out best.
        var everything = data.Whole();
        using var refitted = fit.Run(everything, options.Fit with { Epochs = fitted.Fit.BestEpoch ?? fitted.Fit.Epochs, Patience = null }, null, progress, cancellation);
        refitted.CalibrateAs(fitted);
        time += clock.GetElapsedTime(start);
        return Result(OnnxExporter.Export(refitted.Network, options.File(cell), card with { Data = everything.Summary(options.Source.Name, refitted.Sequences) }, Export()));

        TrainResult Result(ExportedModel exported) =>
            new() { Cell = cell, File = options.File(cell), Card = exported.Card, Time = time, Evaluation = report };
    }

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

    private ExportOptions Export() => new() { OptionalInputs = !options.Minimal };
}
