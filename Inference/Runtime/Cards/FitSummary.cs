namespace MlNetRecurrent;

/// <summary>The settings and the result of the training of a network.</summary>
public sealed record FitSummary
{
    /// <summary>The number of epochs: passes over the training data.</summary>
    public required int Epochs { get; init; }

    /// <summary>The number of epochs including the fraction of the last one, if a time limit may have ended it early; otherwise null.</summary>
    public double? CompletedEpochs { get; init; }

    /// <summary>The number of sequences per optimizer step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The name of the optimizer.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The learning rate of the optimizer.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The name of the loss function.</summary>
    public required string Loss { get; init; }

    /// <summary>The training loss of the last epoch, on normalized and transformed values.</summary>
    public required double FinalLoss { get; init; }

    /// <summary>The random seed of the initial weights, the batch order and dropout.</summary>
    public required long Seed { get; init; }

    /// <summary>The epoch with the best validation loss, whose weights were kept; null if the weights of the last epoch were kept.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>The validation loss of the best epoch.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Adam's β₂, the decay rate of its second-moment estimates; null for the default of the optimizer.</summary>
    public double? Beta2 { get; init; }

    /// <summary>The decay rate of the exponential moving average of the weights, which replaces the weights; null for no averaging.</summary>
    public double? WeightAverageDecay { get; init; }

    /// <summary>The weight decay.</summary>
    /// <value>Default: 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>The name of the learning-rate schedule; null for a constant learning rate.</summary>
    public string? Schedule { get; init; }

    /// <summary>The number of warm-up epochs, in which the learning rate increases.</summary>
    /// <value>Default: 0.</value>
    public int WarmUpEpochs { get; init; }

    /// <summary>The maximum global gradient norm (gradient clipping); null for no limit.</summary>
    public double? MaxGradientNorm { get; init; }

    /// <summary>The patience of early stopping: the number of epochs without a lower validation loss; null without early stopping.</summary>
    public int? Patience { get; init; }

    /// <summary>The validation loss at which training stops early; null for none.</summary>
    public double? StoppingThreshold { get; init; }

    /// <summary>The standard deviation of the noise added to normalized inputs.</summary>
    /// <value>Default: 0.</value>
    public double InputNoise { get; init; }

    /// <summary>The maximum fraction of time steps masked in each sequence (SpecAugment).</summary>
    /// <value>Default: 0.</value>
    public double MaxTimeMaskFraction { get; init; }

    /// <summary>The maximum time stretch: sequences were stretched by a factor between 1 - stretch and 1 + stretch.</summary>
    /// <value>Default: 0.</value>
    public double MaxTimeStretch { get; init; }

    /// <summary>The maximum shift of sequences, in time steps and in features.</summary>
    /// <value>Default: 0.</value>
    public int MaxShift { get; init; }

    /// <summary>The number of steps of truncated backpropagation through time; null for whole sequences.</summary>
    public int? TruncatedBpttSteps { get; init; }

    /// <summary>Whether rarer classes have a higher weight in the loss.</summary>
    /// <value>Default: false.</value>
    public bool HasBalancedClasses { get; init; }

    /// <summary>Whether the loss of a forecast includes a forecast from every time step of a window.</summary>
    /// <value>Default: false.</value>
    public bool HasLossAtEveryStep { get; init; }

    /// <summary>The number of rows from one training window to the next; null if not recorded.</summary>
    public int? Stride { get; init; }

    /// <summary>
    /// The maximum time dependency, in steps, for which chrono initialization sets the gate biases; null for the initial biases of PyTorch.
    /// </summary>
    public int? ChronoMaxDependency { get; init; }
}
