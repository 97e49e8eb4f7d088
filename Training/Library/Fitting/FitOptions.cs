using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The options of a fit: optimizer, learning rate, regularization, early stopping and checkpoints.</summary>
public sealed record FitOptions
{
    /// <summary>The number of passes over the data, at least 1.</summary>
    /// <value>Default: 100.</value>
    public int Epochs { get; init; } = 100;

    /// <summary>The number of sequences in each batch, at least 1. Each epoch shuffles their order. Null for one batch of all sequences.</summary>
    /// <value>Default: 64.</value>
    public int? BatchSize { get; init; } = 64;

    /// <summary>The initial learning rate, above 0.</summary>
    /// <value>Default: 0.01.</value>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The optimizer.</summary>
    /// <value>Default: <see cref="FitOptimizer.Adam"/>.</value>
    public FitOptimizer Optimizer { get; init; }

    /// <summary>
    /// The second-moment decay rate β₂ of Adam and AdamW, from 0 to less than 1. A lower value suits gradients that change quickly, such as those of
    /// language models. Null for LibTorch's default of 0.999.
    /// </summary>
    /// <value>Default: null.</value>
    public double? Beta2 { get; init; }

    /// <summary>
    /// The decay rate of the exponential moving average of the weights, above 0 and less than 1, such as 0.998. The average is validated and kept
    /// instead of the last weights. Null for no averaging.
    /// </summary>
    /// <value>Default: null.</value>
    public double? WeightAverageDecay { get; init; }

    /// <summary>
    /// The maximum duration of the fit, above zero. The fit ends when the time is up, even within an epoch, and the learning-rate schedule follows
    /// the elapsed time if that is ahead of the epochs. The result then depends on the speed and the load of the machine. Null for no limit.
    /// </summary>
    /// <value>Default: null.</value>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The weight decay, at least 0, as defined by the optimizer.</summary>
    /// <value>Default: 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>The learning-rate schedule.</summary>
    /// <value>Default: <see cref="LearningRateSchedule.Constant"/>.</value>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>The number of epochs of linear warm-up, from a learning rate of 0 to that of the schedule, at least 0.</summary>
    /// <value>Default: 0.</value>
    public int WarmUpEpochs { get; init; }

    /// <summary>The maximum global gradient norm, above 0: gradient clipping by norm (Pascanu et al. 2013). Null for no clipping.</summary>
    /// <value>Default: null.</value>
    public double? MaxGradientNorm { get; init; }

    /// <summary>The loss that a forecaster minimizes; classifiers minimize the cross-entropy.</summary>
    /// <value>Default: <see cref="ForecastLoss.MeanSquaredError"/>.</value>
    public ForecastLoss Loss { get; init; }

    /// <summary>The weights of the classes in the loss, one for each class, each above 0. Null for a weight of 1 each.</summary>
    /// <value>Default: null.</value>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>
    /// The number of epochs without a lower validation loss after which training stops early, at least 1. Null to train all epochs. With validation
    /// data, the weights of the epoch with the lowest validation loss are kept in any case.
    /// </summary>
    /// <value>Default: null.</value>
    public int? Patience { get; init; }

    /// <summary>The validation loss at which training stops early, at least 0. Null for none.</summary>
    /// <value>Default: null.</value>
    public double? StoppingThreshold { get; init; }

    /// <summary>The standard deviation of the normal noise added to scaled inputs during training, at least 0.</summary>
    /// <value>Default: 0.</value>
    public double InputNoise { get; init; }

    /// <summary>
    /// The maximum fraction of time steps masked in each sequence during training, 0 to less than 1 (SpecAugment: Park et al. 2019).
    /// </summary>
    /// <value>Default: 0.</value>
    public double MaxTimeMaskFraction { get; init; }

    /// <summary>
    /// The maximum time stretch during training, 0 to less than 1: the length of each sequence is multiplied by a random factor between 1 - stretch
    /// and 1 + stretch. Only for sequences with one class each.
    /// </summary>
    /// <value>Default: 0.</value>
    public double MaxTimeStretch { get; init; }

    /// <summary>
    /// The maximum shift during training, at least 0: each sequence is shifted by a random number of time steps, and its features by a random number
    /// of positions, up to this many in either direction. The edges are filled with 0, the background of images that are read row by row.
    /// </summary>
    /// <value>Default: 0.</value>
    public int MaxShift { get; init; }

    /// <summary>
    /// The number of time steps in each segment of truncated back-propagation through time (Williams and Peng 1990), at least 1. Sequences are fitted
    /// segment by segment, with one optimizer step each; states carry over to the next segment, gradients do not. Only for networks with one output
    /// per time step, and forecasts with a loss at every time step. Null for whole sequences.
    /// </summary>
    /// <value>Default: null.</value>
    public int? TruncatedBpttSteps { get; init; }

    /// <summary>
    /// Whether to keep the normalization that the network has, to continue its training on more data. Otherwise it is computed from the data.
    /// </summary>
    /// <value>Default: false.</value>
    public bool KeepNormalization { get; init; }

    /// <summary>
    /// The seed of batch order, dropout and noise. On one machine, the same seed gives the same result, with any number of threads; only with
    /// convolutions or with variants of cells does the number change the last bits.
    /// </summary>
    /// <value>Default: 1.</value>
    public long Seed { get; init; } = 1;

    /// <summary>The folder of the TensorBoard log of the losses; null for no log.</summary>
    /// <value>Default: null.</value>
    public string? TensorBoardFolder { get; init; }

    /// <summary>
    /// The checkpoint file, written atomically after each epoch: the weights and the states of the optimizer and of the random generator. Null for no
    /// checkpoints.
    /// </summary>
    /// <remarks>
    /// The file is always whole, and has a checksum, so that a damaged one is rejected instead of resumed. Once the progress of an epoch has been
    /// reported, its checkpoint stays after a power loss on file systems that honor <c>fsync</c>: at most the epoch that was running is lost.
    /// </remarks>
    /// <value>Default: null.</value>
    public string? CheckpointFile { get; init; }

    /// <summary>
    /// Whether to resume from <see cref="CheckpointFile"/> if it exists. The result equals that of an uninterrupted fit bit for bit, unless the fit
    /// has a time limit.
    /// </summary>
    /// <value>Default: false.</value>
    public bool Resume { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every error.</exception>
    public void Validate()
    {
        var errors = FindErrors().ToList();
        if (errors.Count > 0)
            throw new ArgumentException($"The options of the fit are invalid: {string.Join("; ", errors)}.");
    }

    private IEnumerable<string> FindErrors()
    {
        if (Epochs < 1)
            yield return $"epochs must be at least 1, got {Epochs}";
        if (BatchSize < 1)
            yield return $"batch size must be at least 1, got {BatchSize}";
        if (CheckFloat("learning rate", "above 0", LearningRate) is { } learningRate)
            yield return learningRate;
        if (Beta2 is not (null or (>= 0 and < 1)))
            yield return $"beta2 must be from 0 to less than 1, got {Text(Beta2.Value)}";
        if (Beta2 is not null && Optimizer is not (FitOptimizer.Adam or FitOptimizer.AdamW))
            yield return $"beta2 requires the optimizer adam or adamw, got {OptimizerFactory.GetName(Optimizer)}";
        if (WeightAverageDecay is not (null or (> 0 and < 1)))
            yield return $"weight average decay must be above 0 and less than 1, got {Text(WeightAverageDecay.Value)}";
        if (TimeLimit <= TimeSpan.Zero)
            yield return $"time limit must be above zero, got {TimeLimit}";
        if (WeightDecay != 0 && CheckFloat("weight decay", "at least 0", WeightDecay) is { } weightDecay)
            yield return weightDecay;
        if (WarmUpEpochs < 0)
            yield return $"warm-up epochs must be at least 0, got {WarmUpEpochs}";
        if (MaxGradientNorm is { } norm && CheckFloat("maximum gradient norm", "above 0", norm) is { } gradientNorm)
            yield return gradientNorm;
        if (ClassWeights?.Any(weight => !IsPositiveFloat(weight)) == true)
            yield return $"class weights must each be above 0, got {string.Join(", ", ClassWeights.Select(Text))}";
        if (Patience < 1)
            yield return $"patience must be at least 1, got {Patience}";
        if (StoppingThreshold is not (null or >= 0))
            yield return $"stopping threshold must be at least 0, got {Text(StoppingThreshold.Value)}";
        if (InputNoise != 0 && CheckFloat("input noise", "at least 0", InputNoise) is { } inputNoise)
            yield return inputNoise;
        if (MaxTimeMaskFraction is not (>= 0 and < 1))
            yield return $"time mask must be from 0 to less than 1, got {Text(MaxTimeMaskFraction)}";
        if (MaxTimeStretch is not (>= 0 and < 1))
            yield return $"time stretch must be from 0 to less than 1, got {Text(MaxTimeStretch)}";
        if (MaxShift < 0)
            yield return $"shift must be at least 0, got {MaxShift}";
        if (TruncatedBpttSteps < 1)
            yield return $"steps of truncated back-propagation must be at least 1, got {TruncatedBpttSteps}";
        if (CheckpointFile is not null && string.IsNullOrWhiteSpace(CheckpointFile))
            yield return "the checkpoint file must be a path, got an empty text";
        if (TensorBoardFolder is not null && string.IsNullOrWhiteSpace(TensorBoardFolder))
            yield return "the folder of the TensorBoard log must be a path, got an empty text";
        if (Resume && CheckpointFile is null)
            yield return "resuming requires a checkpoint file";
    }

    private static string? CheckFloat(string name, string rule, double value) => IsPositiveFloat(value) ? null
        : value > 0 ? $"{name} must be within the range of float32, 1.4e-45 to 3.4e+38, got {Text(value)}"
        : $"{name} must be {rule}, got {Text(value)}";

    // LibTorch computes in float32, where a smaller value is 0 and a larger one infinite.
    private static bool IsPositiveFloat(double value) => (float)value is > 0 and < float.PositiveInfinity;

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
