namespace MlNetRecurrent;

/// <summary>The inputs and outputs of a model: the facts that determine whether one model can replace another.</summary>
/// <remarks>
/// <para>Immutable, with value equality. Cells, layers, normalization, transforms and training are not part of it, since inputs and outputs are raw
/// values.</para>
/// <para>Streaming is not part of it either. A saved state belongs to one file and is checked against the hash of that file; whether a model can be
/// streamed also depends on its engine, which <c>OpenStream</c> checks.</para>
/// </remarks>
public sealed record ModelSignature
{
    private ModelSignature()
    {
    }

    /// <summary>The task: the kind of output.</summary>
    public RecurrentTask Task { get; private init; }

    /// <summary>The number of values in each time step of the input; 1 for a model that reads tokens.</summary>
    public int Features { get; private init; }

    /// <summary>The names of the features, in order; empty if they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; private init; } = [];

    /// <summary>The number of known values of each category, whose codes are the last features; empty without categories.</summary>
    public IReadOnlyList<int> CategoryCounts { get; private init; } = [];

    /// <summary>The names of the categories and the texts of their codes; empty if the codes have no texts.</summary>
    public IReadOnlyList<CategoryColumn> Categories { get; private init; } = [];

    /// <summary>The number of tokens that the model reads; null for a model that reads values.</summary>
    public int? VocabularySize { get; private init; }

    /// <summary>The texts of the tokens; null if they have none.</summary>
    public Vocabulary? Vocabulary { get; private init; }

    /// <summary>The number of future covariates: inputs whose values are known over the horizon.</summary>
    public int FutureCovariates { get; private init; }

    /// <summary>The names of the future covariates, in order; empty if they have none.</summary>
    public IReadOnlyList<string> FutureCovariateNames { get; private init; } = [];

    /// <summary>The minimum number of time steps in a sequence.</summary>
    public int MinSteps { get; private init; }

    /// <summary>Whether the model has an output for every time step instead of one for the whole sequence.</summary>
    public bool HasOutputPerStep { get; private init; }

    /// <summary>The number of time steps in a forecast; 0 for other tasks.</summary>
    public int Horizon { get; private init; }

    /// <summary>The number of values at each step of a forecast; 0 for other tasks.</summary>
    public int Targets { get; private init; }

    /// <summary>The names of the targets, in order; empty if they have none.</summary>
    public IReadOnlyList<string> TargetNames { get; private init; } = [];

    /// <summary>
    /// The index of the feature of each unnamed target. Empty if the targets have names, are the first features in order, or are not among the
    /// features.
    /// </summary>
    public IReadOnlyList<int> TargetFeatures { get; private init; } = [];

    /// <summary>The quantile levels of a forecast; empty if it has none.</summary>
    public IReadOnlyList<double> Quantiles { get; private init; } = [];

    /// <summary>The number of values in one output: horizon * targets, classes, tokens, or hidden values of an encoder.</summary>
    public int OutputSize { get; private init; }

    /// <summary>The names of the classes, in the order of their probabilities; empty if they have none.</summary>
    public IReadOnlyList<string> Labels { get; private init; } = [];

    /// <summary>
    /// The number of time steps that every sequence must have, if the file of another program fixes it and ONNX Runtime runs it; otherwise null.
    /// </summary>
    public int? FixedSteps { get; private init; }

    /// <summary>
    /// For the graph of another program (<see cref="RecurrentTask.Custom"/>): the inputs that a batch provides beside the sequences, in order; empty
    /// for other models.
    /// </summary>
    public IReadOnlyList<GraphTensor> OtherInputs { get; private init; } = [];

    /// <summary>For the graph of another program: the outputs, in the order in which they are concatenated; empty for other models.</summary>
    public IReadOnlyList<GraphTensor> GraphOutputs { get; private init; } = [];

    /// <summary>
    /// For the graph of another program: the states that a stream carries, in order; empty for other models. They are not compared: a state belongs
    /// to one file.
    /// </summary>
    public IReadOnlyList<GraphState> States { get; private init; } = [];

    /// <summary>Returns the signature of the model that a card describes.</summary>
    /// <param name="card">The card of a model, such as <see cref="RecurrentModel.Card"/>.</param>
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
            CategoryCounts = [.. network.Categories.Select(category => category.Count)],
            Categories = card.Columns?.Categories ?? [],
            VocabularySize = network.Embedding?.VocabularySize,
            Vocabulary = card.Vocabulary,
            FutureCovariates = network.Forecast.FutureCovariates,

            // The names apply only if the columns of the card are the future covariates of the network.
            FutureCovariateNames = future.Length == network.Forecast.FutureCovariates ? future : [],
            MinSteps = network.MinSteps,
            HasOutputPerStep = network.HasOutputPerStep,
            Horizon = isForecast ? network.Forecast.Horizon : 0,
            Targets = isForecast ? network.Forecast.Targets : 0,
            TargetNames = card.TargetNames,
            TargetFeatures = card.TargetNames.Count > 0 || AreFirst(network.Forecast.TargetFeatures) ? [] : network.Forecast.TargetFeatures,
            Quantiles = network.Forecast.Quantiles,
            OutputSize = network.OutputSize,
            Labels = card.Labels,
            FixedSteps = network.Graph?.FixedSteps,
            OtherInputs = network.Graph?.OtherInputs ?? [],
            GraphOutputs = network.Graph?.Outputs ?? [],
            States = network.Graph?.States ?? [],
        };
    }

    /// <summary>Returns the reasons why this model cannot replace another, as clauses such as "it reads 2 features instead of 1".</summary>
    /// <param name="current">The signature of the model to replace.</param>
    /// <returns>
    /// Every difference, inputs first; empty if the signatures are equal or this model only requires fewer time steps.
    /// </returns>
    public IEnumerable<string> FindDifferences(ModelSignature current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return ModelSignatureDifferences.Describe(this, current);
    }

    /// <summary>Whether two signatures are equal, including the order of names and labels and the texts of tokens.</summary>
    public bool Equals(ModelSignature? other) =>
        other is not null && !ModelSignatureDifferences.Describe(this, other).Any() && !ModelSignatureDifferences.Describe(other, this).Any();

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var names = string.Join('\n', FeatureNames.Concat(TargetNames).Concat(Labels));
        return HashCode.Combine(Task, Features, VocabularySize, FutureCovariates, MinSteps, OutputSize, names);
    }

    private static bool AreFirst(IReadOnlyList<int> features) => features.Index().All(feature => feature.Item == feature.Index);
}
