using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Fits networks by back-propagation through time with Adam.</summary>
/// <remarks>LibTorch has one random generator for the process: fits with a seed must not run side by side.</remarks>
public static class NetworkFitter
{
    /// <summary>Fits a network to data.</summary>
    /// <param name="network">The network; it is left in evaluation mode. Its scales are taken from the data where its normalization asks for them.</param>
    /// <param name="data">What to fit.</param>
    /// <param name="options">How to fit, or null for the defaults.</param>
    /// <param name="progress">Told the loss after each epoch.</param>
    /// <param name="cancellation">Ends the fit between batches; the network is left as fitted so far.</param>
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
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new FitOptions();
        options.Validate();
        FitChecks.Sizes(network.Description, data);

        network.FitScales(data);
        manual_seed(options.Seed);
        network.train();
        var loss = 0.0;
        try
        {
            using var optimizer = optim.Adam(network.parameters(), options.LearningRate);
            for (var epoch = 1; epoch <= options.Epochs; epoch++)
            {
                loss = Epoch(network, data, options, optimizer, cancellation);
                if (!double.IsFinite(loss))
                {
                    throw new InvalidOperationException(FormattableString.Invariant(
                        $"The loss became {loss} in epoch {epoch}: use a lower learning rate, or limit the norm of the gradients."));
                }

                progress?.Report(new FitProgress(epoch, options.Epochs, loss));
            }
        }
        finally
        {
            network.eval();
        }

        return new FitSummary
        {
            Epochs = options.Epochs,
            BatchSize = (int)Math.Min(options.BatchSize ?? data.Count, data.Count),
            Optimizer = "adam",
            LearningRate = options.LearningRate,
            Loss = FitLoss.Name(network.Description),
            FinalLoss = loss,
            Seed = options.Seed,
        };
    }

    private static double Epoch(RecurrentNetwork network, SequenceData data, FitOptions options, optim.Optimizer optimizer, CancellationToken cancellation)
    {
        if (options.BatchSize is not { } size || size >= data.Count)
            return Step(network, new SequenceBatch(data.Inputs, data.Targets, data.Known), options, optimizer, cancellation);
        using var order = randperm(data.Count);
        var sum = 0.0;
        for (long start = 0; start < data.Count; start += size)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(size, data.Count - start);
            var rows = order.narrow(0, start, count);
            var batch = new SequenceBatch(data.Inputs.index_select(0, rows), data.Targets.index_select(0, rows), data.Known?.index_select(0, rows));
            sum += count * Step(network, batch, options, optimizer, cancellation);
        }

        return sum / data.Count;
    }

    private static double Step(RecurrentNetwork network, SequenceBatch batch, FitOptions options, optim.Optimizer optimizer, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        // Without a scope each batch leaves its native intermediates to the garbage collector, which does not see their size.
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor loss;
        using (network.DropWeights())
        {
            loss = FitLoss.Of(network, batch);
            loss.backward();
        }

        if (options.GradientNorm is { } norm)
            nn.utils.clip_grad_norm_(network.parameters(), norm);
        optimizer.step();
        return loss.item<float>();
    }
}
