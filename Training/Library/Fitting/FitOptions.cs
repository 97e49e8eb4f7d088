using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>How a network is fitted.</summary>
public sealed record FitOptions
{
    /// <summary>Passes over the data, at least 1.</summary>
    /// <value>Default: 100.</value>
    public int Epochs { get; init; } = 100;

    /// <summary>Sequences per step of the optimizer, at least 1, in an order that each epoch shuffles; null for all at once.</summary>
    /// <value>Default: 64.</value>
    public int? BatchSize { get; init; } = 64;

    /// <summary>The learning rate of the optimizer, above 0.</summary>
    /// <value>Default: 0.01.</value>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The optimizer.</summary>
    /// <value>Default: <see cref="FitOptimizer.Adam"/>.</value>
    public FitOptimizer Optimizer { get; init; }

    /// <summary>
    /// How slowly Adam and AdamW forget the size of earlier gradients, 0 to less than 1: their beta2. Lower than usual where gradients change fast, as
    /// those of texts do; null for LibTorch's 0.999.
    /// </summary>
    /// <value>Default: null.</value>
    public double? Beta2 { get; init; }

    /// <summary>
    /// How slowly the average of the weights over the steps of the fit forgets, above 0 and less than 1, such as 0.998: that average is validated and
    /// kept in the place of the last weights. Null for the weights themselves.
    /// </summary>
    /// <value>Default: null.</value>
    public double? WeightAverageDecay { get; init; }

    /// <summary>
    /// How long the fit may take, above zero: it ends when the time is up, within an epoch if need be, and the schedule of the learning rate goes
    /// by the time where that is ahead of the epochs. How far it comes then depends on the machine and what else it does. Null for no limit.
    /// </summary>
    /// <value>Default: null.</value>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How strongly weights are drawn to 0, at least 0: as the optimizer defines it.</summary>
    /// <value>Default: 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>How the learning rate goes over the fit.</summary>
    /// <value>Default: <see cref="LearningRateSchedule.Constant"/>.</value>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>Epochs in which the learning rate grows from 0 to what the schedule says, at least 0.</summary>
    /// <value>Default: 0.</value>
    public int WarmUpEpochs { get; init; }

    /// <summary>The largest norm of all gradients together, above 0; larger ones are scaled down to it (Pascanu et al. 2013). Null for no limit.</summary>
    /// <value>Default: null.</value>
    public double? MaxGradientNorm { get; init; }

    /// <summary>What a forecaster minimises; classifiers minimise cross-entropy.</summary>
    /// <value>Default: <see cref="ForecastLoss.MeanSquaredError"/>.</value>
    public ForecastLoss Loss { get; init; }

    /// <summary>The weight of each class in the loss, above 0, one for each; null for 1 each.</summary>
    /// <value>Default: null.</value>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>
    /// How many epochs without a smaller validation loss end the fit, at least 1; null for none. Where there is validation data, the weights of
    /// the epoch with the smallest loss on it are kept in any case.
    /// </summary>
    /// <value>Default: null.</value>
    public int? Patience { get; init; }

    /// <summary>The validation loss that is small enough, at least 0: the fit ends with the epoch that reaches it. Null for none.</summary>
    /// <value>Default: null.</value>
    public double? StoppingThreshold { get; init; }

    /// <summary>The standard deviation of normal noise that is added to scaled input values while fitting, at least 0.</summary>
    /// <value>Default: 0.</value>
    public double InputNoise { get; init; }

    /// <summary>The largest share of time steps, 0 to less than 1, that is blanked in one stretch of each sequence while fitting (Park et al. 2019).</summary>
    /// <value>Default: 0.</value>
    public double MaxTimeMaskFraction { get; init; }

    /// <summary>
    /// How far sequences are stretched or shortened in time while fitting, 0 to less than 1: each by a factor between 1 - stretch and 1 + stretch.
    /// For sequences with one class.
    /// </summary>
    /// <value>Default: 0.</value>
    public double MaxTimeStretch { get; init; }

    /// <summary>
    /// How far sequences are moved while fitting, at least 0: each by up to so many time steps either way, and its features by as many places. What
    /// comes in at the edges is 0, the background of pictures that are read row by row.
    /// </summary>
    /// <value>Default: 0.</value>
    public int MaxShift { get; init; }

    /// <summary>
    /// Truncated back-propagation through time (Williams and Peng 1990): sequences are fitted in pieces of so many steps, each with a step of the
    /// optimizer; states go on from piece to piece, gradients do not. For networks that answer every step, and forecasts that are fitted at every step. Null for whole sequences.
    /// </summary>
    /// <value>Default: null.</value>
    public int? TruncatedBpttSteps { get; init; }

    /// <summary>
    /// Whether the network keeps the scales that it has, so that it starts where an earlier fit left it: to fit a network further, on more data.
    /// Else they are taken from the data.
    /// </summary>
    /// <value>Default: false.</value>
    public bool KeepNormalization { get; init; }

    /// <summary>The seed of the order of batches, of dropout and of noise. One seed gives one result on one machine.</summary>
    /// <value>Default: 1.</value>
    public long Seed { get; init; } = 1;

    /// <summary>The folder that takes the losses for TensorBoard; null for none.</summary>
    /// <value>Default: null.</value>
    public string? TensorBoardFolder { get; init; }

    /// <summary>
    /// The file that takes, after each epoch, all that it needs to go on from there: weights, the optimizer's state, the generator's. It is put in
    /// place whole or not at all. Null for none.
    /// </summary>
    /// <value>Default: null.</value>
    public string? CheckpointFile { get; init; }

    /// <summary>
    /// Whether the fit goes on where <see cref="CheckpointFile"/> stands, if it is there. The result is, bit for bit, that of a fit that was never
    /// interrupted, unless it goes by time.
    /// </summary>
    /// <value>Default: false.</value>
    public bool Resume { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every fault.</exception>
    public void Validate()
    {
        var faults = FindErrors().ToList();
        if (faults.Count > 0)
            throw new ArgumentException($"The fit cannot be started: {string.Join("; ", faults)}.");
    }

    private IEnumerable<string> FindErrors()
    {
        if (Epochs < 1)
            yield return $"epochs is {Epochs}, expected at least 1";
        if (BatchSize < 1)
            yield return $"batch size is {BatchSize}, expected at least 1";
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            yield return $"learning rate is {Text(LearningRate)}, expected above 0";
        if (Beta2 is not (null or (>= 0 and < 1)))
            yield return $"beta2 is {Text(Beta2.Value)}, expected 0 to less than 1";
        if (Beta2 is not null && Optimizer is not (FitOptimizer.Adam or FitOptimizer.AdamW))
            yield return $"beta2 does not go with the optimizer {OptimizerFactory.GetName(Optimizer)}";
        if (WeightAverageDecay is not (null or (> 0 and < 1)))
            yield return $"weight averaging is {Text(WeightAverageDecay.Value)}, expected above 0 and less than 1";
        if (TimeLimit <= TimeSpan.Zero)
            yield return $"time limit is {TimeLimit}, expected above zero";
        if (!(WeightDecay >= 0 && double.IsFinite(WeightDecay)))
            yield return $"weight decay is {Text(WeightDecay)}, expected at least 0";
        if (WarmUpEpochs < 0)
            yield return $"warm-up epochs is {WarmUpEpochs}, expected at least 0";
        if (MaxGradientNorm is not (null or > 0))
            yield return $"gradient norm is {Text(MaxGradientNorm.Value)}, expected above 0";
        if (ClassWeights?.Any(weight => !(weight > 0 && double.IsFinite(weight))) == true)
            yield return $"class weights are {string.Join(", ", ClassWeights.Select(Text))}, expected each above 0";
        if (Patience < 1)
            yield return $"patience is {Patience}, expected at least 1";
        if (StoppingThreshold is not (null or >= 0))
            yield return $"sufficient loss is {Text(StoppingThreshold.Value)}, expected at least 0";
        if (!(InputNoise >= 0 && double.IsFinite(InputNoise)))
            yield return $"input noise is {Text(InputNoise)}, expected at least 0";
        if (MaxTimeMaskFraction is not (>= 0 and < 1))
            yield return $"time mask is {Text(MaxTimeMaskFraction)}, expected 0 to less than 1";
        if (MaxTimeStretch is not (>= 0 and < 1))
            yield return $"time stretch is {Text(MaxTimeStretch)}, expected 0 to less than 1";
        if (MaxShift < 0)
            yield return $"shift is {MaxShift}, expected at least 0";
        if (TruncatedBpttSteps < 1)
            yield return $"truncated steps is {TruncatedBpttSteps}, expected at least 1";
        if (Resume && CheckpointFile is null)
            yield return "there is no checkpoint file to resume from";
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
