using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Fits a network, or each network of an ensemble, to the rows of a run, and calibrates its quantiles.</summary>
/// <param name="options">What the run is asked for.</param>
/// <param name="start">Makes the network that a fit begins with: of a member, counted from 1, and its seed.</param>
internal sealed class ModelFit(TrainOptions options, Func<int, long, RecurrentNetwork> start)
{
    /// <summary>Fits.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="fit">How to fit; each member has a seed of its own.</param>
    /// <param name="checkpoint">The checkpoint of a member; null for none.</param>
    /// <param name="progress">Told the losses after each epoch.</param>
    /// <param name="cancellation">Ends the fit between batches.</param>
    public FittedModel Run(TrainingData rows, FitOptions fit, Func<int, string?>? checkpoint, IProgress<FitProgress> progress, CancellationToken cancellation)
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
                members.Add(start(member, seed));
                var summary = Fit(members[^1], train, options.EndsByValidation ? validation : null, fit with
                {
                    Seed = seed,
                    ClassWeights = options.Balance ? Weights(rows) : null,
                    CheckpointFile = checkpoint?.Invoke(member),
                    Resume = checkpoint is not null && options.Resume,
                }, progress, cancellation);
                first ??= summary;
            }

            var network = members.Count == 1 ? members[0] : NetworkEnsemble.Join(members);
            if (members.Count == 1)
                members.Clear();
            Calibrate(network, rows, validation);
            return new FittedModel(network, first! with { Balanced = options.Balance, EveryStep = options.EveryStep, Stride = options.Stride == 1 ? null : options.Stride, Chrono = options.ChronoOf(network.Description.Layers[0].Cell) }, train.Count);
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

    private static void Calibrate(RecurrentNetwork network, TrainingData rows, SequenceData? validation)
    {
        if (network.Description.Quantiles.Count == 0 || validation is null)
            return;
        using var sequences = new FrameSequences(rows.Frame, rows.Shape);
        using var held = sequences.Of(DataPart.Validation);
        ConformalCalibration.Calibrate(network, held);
    }

    // As scikit-learn balances: all / (classes * those of the class).
    private static double[] Weights(TrainingData data)
    {
        var counts = data.Summary("", 0).LabelCounts!;
        return [.. counts.Select(count => (double)counts.Sum() / (counts.Count * Math.Max(1, count)))];
    }
}
