using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Fits, exports and scores one model.</summary>
internal sealed class TrainJob(TrainOptions options, TrainingData data, TimeProvider clock)
{
    /// <summary>The network of a cell.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public NetworkDescription Network(RecurrentCell cell) =>
        options.Network.Describe(cell, data.Frame.Features, data.Frame.Targets, data.Frame.Labels.Count, data.Season);

    /// <summary>Makes the model.</summary>
    public TrainResult Run(RecurrentCell cell, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        using var network = RecurrentNetwork.Create(Network(cell), options.Fit.Seed);
        var (fit, sequences) = Fit(network, cell, progress, cancellation);
        var time = clock.GetElapsedTime(start);
        var card = Card(fit, sequences);
        EvaluationReport? report = null;
        if (data.HasTest)
        {
            using var model = RecurrentModel.Load(OnnxExporter.Export(network, card).File.ToArray());
            report = Evaluator.Run(data.Frame, data.Test(), model, cancellation);
            card = card with { Scores = new SortedDictionary<string, double>(report.Metrics.ToDictionary(), StringComparer.Ordinal) };
        }

        if (!options.Refit)
            return Result(OnnxExporter.Export(network, options.File(cell), card, Export()), time);

        start = clock.GetTimestamp();
        using var refitted = RecurrentNetwork.Create(Network(cell), options.Fit.Seed);
        var (_, all) = Refit(refitted, fit, progress, cancellation);
        return Result(OnnxExporter.Export(refitted, options.File(cell), card with { Data = Everything().Summary(options.Source.Name, all) }, Export()), time + clock.GetElapsedTime(start));

        TrainResult Result(ExportedModel exported, TimeSpan taken) =>
            new() { Cell = cell, File = options.File(cell), Card = exported.Card, Time = taken, Evaluation = report };
    }

    private (FitSummary Fit, long Sequences) Fit(RecurrentNetwork network, RecurrentCell cell, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        using var sequences = new FrameSequences(data.Frame, data.FittedShape);
        using var train = sequences.Of(DataPart.Train);
        using var validation = data.HasValidation ? sequences.Of(DataPart.Validation) : null;
        var fit = options.Fit with
        {
            ClassWeights = options.Balance ? Weights(data) : null,
            CheckpointFile = options.Checkpoint(cell),
            Resume = options.Resume,
        };
        return (NetworkFitter.Fit(network, train, validation, fit, progress, cancellation), train.Count);
    }

    // On every row, for as many epochs as turned out best.
    private (FitSummary Fit, long Sequences) Refit(RecurrentNetwork network, FitSummary first, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        var everything = Everything();
        using var sequences = new FrameSequences(everything.Frame, everything.FittedShape);
        using var train = sequences.Of(DataPart.Train);
        var fit = options.Fit with { Epochs = first.BestEpoch ?? first.Epochs, Patience = null, ClassWeights = options.Balance ? Weights(everything) : null };
        return (NetworkFitter.Fit(network, train, fit, progress, cancellation), train.Count);
    }

    private TrainingData Everything() => data.Whole();

    private ModelCard Card(FitSummary fit, long sequences) => new()
    {
        Network = Network(RecurrentCell.Rnn),
        Window = options.Window,
        FeatureNames = data.Frame.FeatureNames,
        TargetNames = data.Frame.Columns.Targets,
        Labels = data.Frame.Labels,
        Columns = data.Frame.Columns,
        Data = data.Summary(options.Source.Name, sequences),
        Fit = fit,
    };

    // As scikit-learn balances: all / (classes * those of the class).
    private static double[] Weights(TrainingData data)
    {
        var counts = data.Summary("", 0).LabelCounts!;
        return [.. counts.Select(count => (double)counts.Sum() / (counts.Count * Math.Max(1, count)))];
    }

    private ExportOptions Export() => new() { OptionalInputs = !options.Minimal };
}
