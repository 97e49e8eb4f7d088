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
        using var fitted = Fit(cell, data, options.Fit, progress, cancellation);
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
        using var refitted = Fit(cell, everything, options.Fit with { Epochs = fitted.Fit.BestEpoch ?? fitted.Fit.Epochs, Patience = null }, progress, cancellation);
        time += clock.GetElapsedTime(start);
        return Result(OnnxExporter.Export(refitted.Network, options.File(cell), card with { Data = everything.Summary(options.Source.Name, refitted.Sequences) }, Export()));

        TrainResult Result(ExportedModel exported) =>
            new() { Cell = cell, File = options.File(cell), Card = exported.Card, Time = time, Evaluation = report };
    }

    private FittedModel Fit(RecurrentCell cell, TrainingData rows, FitOptions fit, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        using var sequences = new FrameSequences(rows.Frame, rows.FittedShape);
        using var train = sequences.Of(DataPart.Train);
        using var validation = rows.HasValidation ? sequences.Of(DataPart.Validation) : null;
        var members = new List<RecurrentNetwork>();
        try
        {
            FitSummary? first = null;
            for (var member = 1; member <= options.Ensemble; member++)
            {
                var seed = fit.Seed + member - 1;
                members.Add(RecurrentNetwork.Create(Network(cell), seed, options.Chrono));
                var summary = Fit(members[^1], train, options.Fit.Patience is null ? null : validation, fit with
                {
                    Seed = seed,
                    ClassWeights = options.Balance ? Weights(rows) : null,
                    CheckpointFile = rows == data ? options.Checkpoint(cell, member) : null,
                    Resume = rows == data && options.Resume,
                }, progress, cancellation);
                first ??= summary;
            }

            var network = members.Count == 1 ? members[0] : NetworkEnsemble.Join(members);
            if (members.Count == 1)
                members.Clear();
            Calibrate(network, rows, validation);
            return new FittedModel(network, first!, train.Count);
        }
        finally
        {
            members.ForEach(member => member.Dispose());
        }
    }

    private static FitSummary Fit(
        RecurrentNetwork network, SequenceData train, SequenceData? validation, FitOptions fit, IProgress<FitProgress> progress, CancellationToken cancellation)
    {
        try
        {
            return NetworkFitter.Fit(network, train, validation, fit, progress, cancellation);
        }
        catch (ArgumentException exception)
        {
            // Options that do not go with the network.
            throw new UserInputException(exception.Message, exception);
        }
    }

    // A network that is fitted on everything has nothing left to be calibrated on: its quantiles stay as they were fitted.
    private static void Calibrate(RecurrentNetwork network, TrainingData rows, SequenceData? validation)
    {
        if (network.Description.Quantiles.Count == 0 || validation is null)
            return;
        using var sequences = new FrameSequences(rows.Frame, rows.Shape);
        using var held = sequences.Of(DataPart.Validation);
        ConformalCalibration.Calibrate(network, held);
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

    // As scikit-learn balances: all / (classes * those of the class).
    private static double[] Weights(TrainingData data)
    {
        var counts = data.Summary("", 0).LabelCounts!;
        return [.. counts.Select(count => (double)counts.Sum() / (counts.Count * Math.Max(1, count)))];
    }

    private ExportOptions Export() => new() { OptionalInputs = !options.Minimal };
}
