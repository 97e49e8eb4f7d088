namespace MlNetRecurrent;

/// <summary>How a network was fitted.</summary>
public sealed record FitSummary
{
    /// <summary>Passes over the data.</summary>
    public required int Epochs { get; init; }

    /// <summary>Passes over the data where the last one may have been ended by a limit of time; null where all were whole.</summary>
    public double? CompletedEpochs { get; init; }

    /// <summary>Sequences per step of the optimizer.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The optimizer's name.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The optimizer's learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The loss that was minimised.</summary>
    public required string Loss { get; init; }

    /// <summary>The loss of the last epoch, in the scaled space that the network is fitted in.</summary>
    public required double FinalLoss { get; init; }

    /// <summary>The seed of initial weights, order of batches and dropout.</summary>
    public required long Seed { get; init; }

    /// <summary>The epoch whose weights were kept, the best on the validation data; null where the last ones were.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>The loss on the validation data of that epoch.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>How slowly the optimizer forgot the size of earlier gradients; null for its usual way.</summary>
    public double? Beta2 { get; init; }

    /// <summary>How slowly the average of the weights, which was kept in their place, forgot; null for the weights themselves.</summary>
    public double? WeightAverageDecay { get; init; }

    /// <summary>How strongly weights were drawn to 0.</summary>
    /// <value>Default: 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>How the learning rate went, by name; null for a constant one.</summary>
    public string? Schedule { get; init; }

    /// <summary>Epochs in which the learning rate grew.</summary>
    /// <value>Default: 0.</value>
    public int WarmUpEpochs { get; init; }

    /// <summary>The largest norm of all gradients together; null for no limit.</summary>
    public double? MaxGradientNorm { get; init; }

    /// <summary>How many epochs without a smaller validation loss would end the fit; null for none.</summary>
    public int? Patience { get; init; }

    /// <summary>The validation loss that was small enough to end the fit; null for none.</summary>
    public double? StoppingThreshold { get; init; }

    /// <summary>The deviation of the noise on scaled inputs.</summary>
    /// <value>Default: 0.</value>
    public double InputNoise { get; init; }

    /// <summary>The largest share of time steps that was blanked in each sequence.</summary>
    /// <value>Default: 0.</value>
    public double MaxTimeMaskFraction { get; init; }

    /// <summary>How far sequences were stretched in time.</summary>
    /// <value>Default: 0.</value>
    public double MaxTimeStretch { get; init; }

    /// <summary>How many steps and places sequences were moved.</summary>
    /// <value>Default: 0.</value>
    public int MaxShift { get; init; }

    /// <summary>Through how many steps gradients went back at most; null for whole sequences.</summary>
    public int? TruncatedBpttSteps { get; init; }

    /// <summary>Whether classes were weighed by how seldom they are.</summary>
    /// <value>Default: false.</value>
    public bool HasBalancedClasses { get; init; }

    /// <summary>Whether a forecast was fitted from every step of a window.</summary>
    /// <value>Default: false.</value>
    public bool HasLossAtEveryStep { get; init; }

    /// <summary>Rows from one fitted window to the next; null where that was not noted.</summary>
    public int? Stride { get; init; }

    /// <summary>Over how many steps gates remembered when the fit began (chrono initialisation); null for PyTorch's initial biases.</summary>
    public int? ChronoMaxDependency { get; init; }
}
