namespace MlNetRecurrent;

/// <summary>What a model takes and what it gives: the facts that decide whether one model can replace another.</summary>
/// <remarks>
/// <para>Immutable, with value equality. Cells, layers, scaling, transforms and the fit are not part of it: raw values go in and come out.</para>
/// <para>Streaming is not part of it either. A saved state belongs to one file and is checked against that file's hash, and whether a model can be
/// streamed also depends on its engine: <c>OpenStream</c> says so.</para>
/// </remarks>
public sealed record ModelSignature
{
    private ModelSignature()
    {
    }

    /// <summary>The kind of output.</summary>
    public RecurrentTask Task { get; private init; }

    /// <summary>The number of values in each time step of the input; 1 for a model that reads tokens.</summary>
    public int Features { get; private init; }

    /// <summary>The names of the features, in order; empty where they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; private init; } = [];

    /// <summary>The number of tokens that the model reads; null for a model that reads values.</summary>
    public int? VocabularySize { get; private init; }

    /// <summary>The texts of the tokens; null where they have none.</summary>
    public Vocabulary? Vocabulary { get; private init; }

    /// <summary>The number of inputs whose values are known over the horizon.</summary>
    public int FutureCovariates { get; private init; }

    /// <summary>The names of the future covariates, in order; empty where they have none.</summary>
    public IReadOnlyList<string> FutureCovariateNames { get; private init; } = [];

    /// <summary>The number of time steps that a sequence must have at least.</summary>
    public int MinimumSteps { get; private init; }

    /// <summary>Whether the model gives an output for every time step instead of one for the whole sequence.</summary>
    public bool OutputsEveryStep { get; private init; }

    /// <summary>The number of steps that a forecast covers; 0 for other tasks.</summary>
    public int Horizon { get; private init; }

    /// <summary>The number of values in each step of a forecast; 0 for other tasks.</summary>
    public int Targets { get; private init; }

    /// <summary>The names of the targets, in order; empty where they have none.</summary>
    public IReadOnlyList<string> TargetNames { get; private init; } = [];

    /// <summary>
    /// The feature, counted from 0, that each target without a name is. Empty where the targets have names, are the first features in order, or are
    /// not among the features.
    /// </summary>
    public IReadOnlyList<int> TargetFeatures { get; private init; } = [];

    /// <summary>The levels of the quantiles that a forecast includes; empty where it has none.</summary>
    public IReadOnlyList<double> Quantiles { get; private init; } = [];

    /// <summary>The number of values in one output: horizon * targets, classes, tokens, or hidden values of an encoder.</summary>
    public int OutputSize { get; private init; }

    /// <summary>The names of the classes, in the order of their probabilities; empty where they have none.</summary>
    public IReadOnlyList<string> Labels { get; private init; } = [];

    /// <summary>The signature of the model that a card describes.</summary>
    public static ModelSignature FromCard(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var network = card.Network;
        var isForecast = network.Task == RecurrentTask.Forecast;
        string[] future = card.Columns is { } columns ? [.. CovariateNames.FromColumns(columns)] : [];
        return new ModelSignature
        {
            Task = network.Task,
            Features = network.Features,
            FeatureNames = card.FeatureNames,
            VocabularySize = network.Embedding?.VocabularySize,
            Vocabulary = card.Vocabulary,
            FutureCovariates = network.Forecast.FutureCovariates,

            // The columns of a card tell the names only if they are the ones that the network reads.
            FutureCovariateNames = future.Length == network.Forecast.FutureCovariates ? future : [],
            MinimumSteps = network.MinimumSteps,
            OutputsEveryStep = network.HasOutputPerStep,
            Horizon = isForecast ? network.Forecast.Horizon : 0,
            Targets = isForecast ? network.Forecast.Targets : 0,
            TargetNames = card.TargetNames,
            TargetFeatures = card.TargetNames.Count > 0 || AreFirst(network.Forecast.TargetFeatures) ? [] : network.Forecast.TargetFeatures,
            Quantiles = network.Forecast.Quantiles,
            OutputSize = network.Outputs,
            Labels = card.Labels,
        };
    }

    /// <summary>The reasons why this model cannot replace another, one clause for each, such as "it reads 2 features instead of 1".</summary>
    /// <param name="current">The signature of the model to replace.</param>
    /// <returns>
    /// Nothing if the signatures are equal, or differ only in that this model needs fewer time steps; otherwise every difference, inputs first.
    /// </returns>
    public IEnumerable<string> Differences(ModelSignature current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return ModelSignatureDifferences.Describe(this, current);
    }

    /// <summary>Whether two signatures are equal in every fact, the order of names and labels and the texts of tokens included.</summary>
    public bool Equals(ModelSignature? other) =>
        other is not null && MinimumSteps == other.MinimumSteps && !ModelSignatureDifferences.Describe(this, other).Any();

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var names = string.Join('\n', FeatureNames.Concat(TargetNames).Concat(Labels));
        return HashCode.Combine(Task, Features, VocabularySize, FutureCovariates, MinimumSteps, OutputSize, names);
    }

    private static bool AreFirst(IReadOnlyList<int> features) => features.Index().All(feature => feature.Item == feature.Index);
}
