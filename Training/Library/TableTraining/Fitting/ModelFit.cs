namespace MlNetRecurrent.Training;

/// <summary>Fits a network, or each network of an ensemble, and calibrates its quantiles.</summary>
/// <param name="options">The options, with defaults filled in.</param>
/// <param name="createNetwork">Creates the network to fit, from the number of the member, counted from 1, and its seed.</param>
internal sealed class ModelFit(TableTrainingOptions options, Func<int, long, RecurrentNetwork> createNetwork)
{
    /// <summary>Fits the network or ensemble.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="progress">Receives the losses after each epoch.</param>
    /// <param name="cancellation">Cancels the fit between batches.</param>
    public FittedModel Run(TrainingData rows, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        Run(rows, options.Fit, progress, cancellation);

    /// <summary>
    /// Fits again on all rows, for the best number of epochs of an earlier fit, and copies its calibration of the quantiles.
    /// </summary>
    /// <param name="allRows">All rows.</param>
    /// <param name="fitted">The earlier fit.</param>
    /// <param name="progress">Receives the losses after each epoch.</param>
    /// <param name="cancellation">Cancels the fit between batches.</param>
    public FittedModel Refit(TrainingData allRows, FittedModel fitted, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var fit = options.Fit with
        {
            Epochs = fitted.Fit.BestEpoch ?? fitted.Fit.Epochs,
            Patience = null,
            StoppingThreshold = null,
            CheckpointFile = null,
            Resume = false,
        };
        var refitted = Run(allRows, fit, progress, cancellation);
        refitted.CalibrateAs(fitted);
        return refitted;
    }

    private FittedModel Run(TrainingData rows, FitOptions fit, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        using var sequences = new FrameSequences(rows.Frame, rows.TrainingShape);
        using var train = sequences.GetSequences(DataPart.Train);
        using var validation = rows.HasValidation ? sequences.GetSequences(DataPart.Validation) : null;
        var classWeights = options.BalanceClasses ? ComputeClassWeights(rows) : fit.ClassWeights;
        var members = new List<RecurrentNetwork>();
        try
        {
            FitSummary? first = null;
            for (var member = 1; member <= options.EnsembleSize; member++)
            {
                var seed = fit.Seed + member - 1;
                var memberFit = fit with
                {
                    Seed = seed,
                    ClassWeights = classWeights,
                    CheckpointFile = GetCheckpointFile(fit, member),
                };
                var summary = FitMember(members, member, memberFit, network => NetworkFitter.Fit(
                    network, train, options.EndsByValidation ? validation : null, memberFit, progress, cancellation));
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

    // Version 0.1 normalized lags with the statistics of all series, and a fit that it began goes on so: its checkpoint is refused by a network with
    // lag features, and accepted by one without.
    private FitSummary FitMember(
        List<RecurrentNetwork> members, int member, FitOptions fit, Func<RecurrentNetwork, FitSummary> run)
    {
        members.Add(createNetwork(member, fit.Seed));
        // The networks of an ensemble have the same description.
        if (members[0].Description.Forecast.LagFeatures.Count == 0)
            OmitLagFeatures(members, fit.Seed);
        try
        {
            return run(members[^1]);
        }
        // The exception of a damaged checkpoint has an inner exception.
        catch (InvalidDataException exception) when (
            fit.Resume && member == 1 && exception.InnerException is null && members[0].Description.Forecast.LagFeatures.Count > 0)
        {
            OmitLagFeatures(members, fit.Seed);
            return run(members[^1]);
        }
    }

    private void OmitLagFeatures(List<RecurrentNetwork> members, long seed)
    {
        var (network, description) = (members[^1], members[^1].Description);
        if (description.Forecast.LagFeatures.Count == 0)
            return;
        members[^1] = RecurrentNetwork.Create(
            description with { Forecast = description.Forecast with { LagFeatures = [] } },
            seed,
            options.GetChronoMaxDependency(description.Layers[0].Cell));
        network.Dispose();
    }

    // Each network of an ensemble has its own checkpoint file.
    private string? GetCheckpointFile(FitOptions fit, int member) => fit.CheckpointFile is not { } file || options.EnsembleSize == 1
        ? fit.CheckpointFile
        : Path.ChangeExtension(file, null) + FormattableString.Invariant($"-{member}{Path.GetExtension(file)}");

    private static void Calibrate(RecurrentNetwork network, TrainingData rows, SequenceData? validation)
    {
        if (network.Description.Forecast.Quantiles.Count == 0 || validation is null)
            return;
        using var sequences = new FrameSequences(rows.Frame, rows.Shape);
        using var heldOut = sequences.GetSequences(DataPart.Validation);
        NetworkFitter.CalibrateQuantiles(network, heldOut);
    }

    // The formula of scikit-learn: total count / (number of classes * count of the class).
    private static double[] ComputeClassWeights(TrainingData data)
    {
        var counts = data.CreateSummary(0).LabelCounts!;
        return [.. counts.Select(count => (double)counts.Sum() / (counts.Count * Math.Max(1, count)))];
    }
}
