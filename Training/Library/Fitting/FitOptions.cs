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

    /// <summary>The learning rate of Adam (Kingma and Ba 2015), above 0.</summary>
    /// <value>Default: 0.01.</value>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The largest norm of all gradients together, above 0; larger ones are scaled down to it (Pascanu et al. 2013). Null for no limit.</summary>
    /// <value>Default: null.</value>
    public double? GradientNorm { get; init; }

    /// <summary>The seed of the order of batches and of dropout. One seed gives one result on one machine.</summary>
    /// <value>Default: 1.</value>
    public long Seed { get; init; } = 1;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message lists every fault.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        if (Epochs < 1)
            faults.Add($"epochs is {Epochs}, expected at least 1");
        if (BatchSize < 1)
            faults.Add($"batch size is {BatchSize}, expected at least 1");
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
            faults.Add(FormattableString.Invariant($"learning rate is {LearningRate}, expected above 0"));
        if (GradientNorm is not (null or > 0))
            faults.Add(FormattableString.Invariant($"gradient norm is {GradientNorm}, expected above 0"));
        if (faults.Count > 0)
            throw new ArgumentException($"The fit cannot be started: {string.Join("; ", faults)}.");
    }
}
