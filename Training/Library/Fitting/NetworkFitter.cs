namespace MlNetRecurrent.Training;

/// <summary>Fits networks by back-propagation through time.</summary>
/// <remarks>LibTorch has one random generator for the process: fits with a seed must not run side by side.</remarks>
public static class NetworkFitter
{
    /// <summary>Fits a network to data.</summary>
    /// <param name="network">
    /// The network; it is left in evaluation mode. Its scales are taken from the data where its normalization asks for them.
    /// </param>
    /// <param name="data">What to fit.</param>
    /// <param name="options">How to fit, or null for the defaults.</param>
    /// <param name="progress">Told the loss after each epoch.</param>
    /// <param name="cancellationToken">Ends the fit between batches; the network is left as fitted so far.</param>
    /// <returns>What the model card keeps of the fit.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="SequenceDataException">The data does not have the network's sizes.</exception>
    /// <exception cref="InvalidOperationException">The loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public static FitSummary Fit(
        RecurrentNetwork network,
        SequenceData data,
        FitOptions? options = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) => Fit(network, data, validation: null, options, progress, cancellationToken);

    /// <summary>Fits a network to data, and keeps the weights of the epoch that is best on other data.</summary>
    /// <param name="network">
    /// The network; it is left in evaluation mode. Its scales are taken from the data where its normalization asks for them.
    /// </param>
    /// <param name="data">What to fit.</param>
    /// <param name="validation">What decides which epoch's weights are kept; null to keep the last.</param>
    /// <param name="options">How to fit, or null for the defaults.</param>
    /// <param name="progress">Told the losses after each epoch.</param>
    /// <param name="cancellationToken">Ends the fit between batches; the network is left as fitted so far.</param>
    /// <returns>What the model card keeps of the fit.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="SequenceDataException">The data does not have the network's sizes.</exception>
    /// <exception cref="InvalidOperationException">The loss became NaN or infinite.</exception>
    /// <exception cref="InvalidDataException">The checkpoint to resume from is damaged, or belongs to another fit.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written or read.</exception>
    /// <exception cref="OperationCanceledException">The fit was cancelled.</exception>
    public static FitSummary Fit(
        RecurrentNetwork network,
        SequenceData data,
        SequenceData? validation,
        FitOptions? options = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new FitOptions();
        options.Validate();
        FitChecks.CheckOptions(network.Description, options, data, validation);
        SizeChecks.Check(network.Description, data);
        if (validation is not null)
            SizeChecks.Check(network.Description, validation);
        try
        {
            using var run = new FitRun(network, data, validation, options, cancellationToken);
            using var standing = run.Run(progress);
            return Summary(network, data, options, standing);
        }
        finally
        {
            network.eval();
        }
    }

    // What came of the fit; its options are noted by the table of all of them, those that every summary has too.
    private static FitSummary Summary(RecurrentNetwork network, SequenceData data, FitOptions options, FitState standing)
    {
        var outcome = new FitSummary
        {
            Epochs = standing.Epoch,
            CompletedEpochs = options.TimeLimit is null ? null : Math.Round(standing.CompletedEpochs, 2),
            BatchSize = (int)Math.Min(options.BatchSize ?? data.Count, data.Count),
            FinalLoss = standing.Loss,
            BestEpoch = standing.BestEpoch > 0 ? standing.BestEpoch : null,
            ValidationLoss = standing.BestEpoch > 0 ? standing.BestLoss : null,
            Optimizer = "",
            LearningRate = 0,
            Loss = "",
            Seed = 0,
        };
        return FitSettings.Write(outcome, options, network.Description);
    }
}
