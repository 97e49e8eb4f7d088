namespace MlNetRecurrent.Training;

/// <summary>Fits networks by back-propagation through time.</summary>
/// <remarks>
/// <para>LibTorch has one random generator for the whole process: do not run seeded fits in parallel.</para>
/// <para>
/// A fit uses the number of threads of LibTorch, <c>torch.set_num_threads</c>. While it runs, LibTorch itself has one, unless the network has
/// convolutions or variants of cells: the kernels of this library have the others, and one seed gives the same weights for any number.
/// </para>
/// </remarks>
public static class NetworkFitter
{
    /// <summary>Fits a network to data.</summary>
    /// <param name="network">
    /// The network; it is left in evaluation mode. Its normalization is computed from the data, unless <see cref="FitOptions.KeepNormalization"/> is
    /// set.
    /// </param>
    /// <param name="data">The training data.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="progress">Receives the losses after each epoch.</param>
    /// <param name="cancellationToken">Cancels the fit between batches; the network keeps the weights reached so far.</param>
    /// <returns>The summary of the fit for the model card.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or incompatible with the network.</exception>
    /// <exception cref="SequenceDataException">The data does not have the sizes of the network.</exception>
    /// <exception cref="InvalidOperationException">The loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The fit was canceled.</exception>
    public static FitSummary Fit(
        RecurrentNetwork network,
        SequenceData data,
        FitOptions? options = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default) => Fit(network, data, validation: null, options, progress, cancellationToken);

    /// <summary>Fits a network to data, and keeps the weights of the epoch with the lowest validation loss.</summary>
    /// <param name="network">
    /// The network; it is left in evaluation mode. Its normalization is computed from the data, unless <see cref="FitOptions.KeepNormalization"/> is
    /// set.
    /// </param>
    /// <param name="data">The training data.</param>
    /// <param name="validation">The validation data; null to keep the weights of the last epoch.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="progress">Receives the losses after each epoch.</param>
    /// <param name="cancellationToken">Cancels the fit between batches; the network keeps the weights reached so far.</param>
    /// <returns>The summary of the fit for the model card.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or incompatible with the network.</exception>
    /// <exception cref="SequenceDataException">The data does not have the sizes of the network.</exception>
    /// <exception cref="InvalidOperationException">The loss became NaN or infinite.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or belongs to another fit.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written or read.</exception>
    /// <exception cref="OperationCanceledException">The fit was canceled.</exception>
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
            using var state = run.Run(progress);
            return Summarize(network, data, options, state);
        }
        finally
        {
            network.eval();
        }
    }

    /// <summary>
    /// Calibrates the quantiles of a fitted network on held-out data, replacing any earlier calibration: conformalized quantile regression (Romano,
    /// Patterson and Candes 2019). The share of values outside each quantile then matches its level. The calibration is exported with the network.
    /// </summary>
    /// <param name="network">The fitted network.</param>
    /// <param name="data">Sequences with targets that were not used for training.</param>
    /// <exception cref="ArgumentException">The network has no quantiles.</exception>
    /// <exception cref="SequenceDataException">The data does not have the sizes or the history that the network requires.</exception>
    public static void CalibrateQuantiles(RecurrentNetwork network, SequenceData data) => ConformalCalibration.Calibrate(network, data);

    // The required options are placeholders: FitSettings.Write sets all options.
    private static FitSummary Summarize(RecurrentNetwork network, SequenceData data, FitOptions options, FitState state)
    {
        var outcome = new FitSummary
        {
            Epochs = state.Epoch,
            CompletedEpochs = options.TimeLimit is null ? null : Math.Round(state.CompletedEpochs, 2),
            BatchSize = (int)Math.Min(options.BatchSize ?? data.Count, data.Count),
            FinalLoss = state.Loss,
            BestEpoch = state.BestEpoch > 0 ? state.BestEpoch : null,
            ValidationLoss = state.BestEpoch > 0 ? state.BestLoss : null,
            Optimizer = "",
            LearningRate = 0,
            Loss = "",
            Seed = 0,
        };
        return FitSettings.Write(outcome, options, network.Description);
    }
}
