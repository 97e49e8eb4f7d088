
namespace MlNetRecurrent.Training;

/// <summary>Fits a network, or each network of an ensemble, to the rows of a run, and calibrates its quantiles.</summary>
/// <param name="options">The options, complete.</param>
/// <param name="start">Makes the network that a fit begins with: of a member, counted from 1, and its seed.</param>
internal sealed class ModelFit(TableTrainingOptions options, Func<int, long, RecurrentNetwork> start)
{
    /// <summary>Fits.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="progress">Told the losses after each epoch.</param>
    /// <param name="cancellation">Ends the fit between batches.</param>
    public FittedModel Run(TrainingData rows, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        Run(rows, options.Fit, progress, cancellation);

    /// <summary>
    /// Fits once more, on all rows and for as many epochs as turned out best, and calibrates the quantiles as those of the fit before.
    /// </summary>
    /// <param name="everything">All rows.</param>
    /// <param name="fitted">The fit before.</param>
    /// <param name="progress">Told the losses after each epoch.</param>
    /// <param name="cancellation">Ends the fit between batches.</param>
    public FittedModel Refit(TrainingData everything, FittedModel fitted, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var once = options.Fit with
        {
            Epochs = fitted.Fit.BestEpoch ?? fitted.Fit.Epochs,
            Patience = null,
            StoppingThreshold = null,
            CheckpointFile = null,
            Resume = false,
        };
        var refitted = Run(everything, once, progress, cancellation);
        refitted.CalibrateAs(fitted);
        return refitted;
    }

    private FittedModel Run(TrainingData rows, FitOptions fit, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        using var sequences = new FrameSequences(rows.Frame, rows.TrainingShape);
        using var train = sequences.GetSequences(DataPart.Train);
        using var validation = rows.HasValidation ? sequences.GetSequences(DataPart.Validation) : null;
        var members = new List<RecurrentNetwork>();
        try
        {
            FitSummary? first = null;
            for (var member = 1; member <= options.EnsembleSize; member++)
            {
                var seed = fit.Seed + member - 1;
                members.Add(start(member, seed));
                var summary = NetworkFitter.Fit(members[^1], train, options.EndsByValidation ? validation : null, fit with
                {
                    Seed = seed,
                    ClassWeights = options.BalanceClasses ? Weights(rows) : fit.ClassWeights,
                    CheckpointFile = Checkpoint(fit, member),
                }, progress, cancellation);
                first ??= summary;
            }

            var network = members.Count == 1 ? members[0] : RecurrentNetwork.Combine(members);
            if (members.Count == 1)
                members.Clear();
            Calibrate(network, rows, validation);
            return new FittedModel(network, TableFitSettings.Write(first!, options, network.Description.Layers[0].Cell), train.Count);
        }
        finally
        {
            members.ForEach(member => member.Dispose());
        }
    }

    // Each network of an ensemble has a checkpoint of its own.
    private string? Checkpoint(FitOptions fit, int member) => fit.CheckpointFile is not { } file || options.EnsembleSize == 1
        ? fit.CheckpointFile
        : Path.ChangeExtension(file, null) + FormattableString.Invariant($"-{member}{Path.GetExtension(file)}");

    private static void Calibrate(RecurrentNetwork network, TrainingData rows, SequenceData? validation)
    {
        if (network.Description.Forecast.Quantiles.Count == 0 || validation is null)
            return;
        using var sequences = new FrameSequences(rows.Frame, rows.Shape);
        using var held = sequences.GetSequences(DataPart.Validation);
        ConformalCalibration.Calibrate(network, held);
    }

    // As scikit-learn balances: all / (classes * those of the class).
    private static double[] Weights(TrainingData data)
    {
        var counts = data.CreateSummary("", 0).LabelCounts!;
        return [.. counts.Select(count => (double)counts.Sum() / (counts.Count * Math.Max(1, count)))];
    }
}
