namespace MlNetRecurrent.Training;

/// <summary>The network to build for a table. Its features, targets, covariates and classes follow from the data.</summary>
public sealed record NetworkOptions
{
    /// <summary>The number of hidden units in each direction, at least 1.</summary>
    /// <value>Default: 50.</value>
    public int HiddenSize { get; init; } = 50;

    /// <summary>The number of recurrent layers, at least 1.</summary>
    /// <value>Default: 1.</value>
    public int LayerCount { get; init; } = 1;

    /// <summary>Whether layers process sequences in both directions.</summary>
    /// <value>Default: false.</value>
    public bool IsBidirectional { get; init; }

    /// <summary>
    /// The sizes of the linear layers between the scaled input and the first recurrent layer, each at least 1; empty for none. Each layer is applied
    /// to every time step.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<int> InputLayerSizes { get; init; } = [];

    /// <summary>The activation of the layers of <see cref="InputLayerSizes"/>.</summary>
    /// <value>Default: <see cref="ActivationFunction.Relu"/>.</value>
    public ActivationFunction InputActivation { get; init; } = ActivationFunction.Relu;

    /// <summary>
    /// The sizes of the hidden layers of the head, between the pooled states and the output layer, each at least 1; empty for a head of one linear
    /// layer.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<int> HeadLayerSizes { get; init; } = [];

    /// <summary>The activation of the layers of <see cref="HeadLayerSizes"/>.</summary>
    /// <value>Default: <see cref="ActivationFunction.Relu"/>.</value>
    public ActivationFunction HeadActivation { get; init; } = ActivationFunction.Relu;

    /// <summary>The dropout rate between layers during training, 0 to less than 1.</summary>
    /// <value>Default: 0.</value>
    public double Dropout { get; init; }

    /// <summary>The dropout rate of the inputs of the head during training, 0 to less than 1.</summary>
    /// <value>Default: 0.</value>
    public double HeadDropout { get; init; }

    /// <summary>The dropout rate of the recurrent weights during training, 0 to less than 1.</summary>
    /// <value>Default: 0.</value>
    public double RecurrentDropout { get; init; }

    /// <summary>Whether layer normalization is applied to the outputs of each layer.</summary>
    /// <value>Default: false.</value>
    public bool HasLayerNormalization { get; init; }

    /// <summary>How input values are normalized.</summary>
    /// <value>Default: <see cref="InputNormalization.Standard"/>.</value>
    public InputNormalization Normalization { get; init; } = InputNormalization.Standard;

    /// <summary>
    /// The embedding size of each category, at least 1; null for <see cref="CategoryDescription.GetDefaultEmbeddingSize"/> of the number of its
    /// values.
    /// </summary>
    /// <value>Default: null.</value>
    public int? CategoryEmbeddingSize { get; init; }

    /// <summary>The pooling of hidden states for the head. Ignored by taggers, whose head is applied at every time step.</summary>
    /// <value>Default: <see cref="SequencePooling.FinalState"/>.</value>
    public SequencePooling Pooling { get; init; }

    /// <summary>The transform of the targets, in whose space they are forecast.</summary>
    /// <value>Default: <see cref="TargetTransform.None"/>.</value>
    public TargetTransform Transform { get; init; }

    /// <summary>The offset added to targets before the transform.</summary>
    /// <value>Default: 0.</value>
    public double TransformOffset { get; init; }

    /// <summary>The residual baseline: the simple forecast that the network corrects.</summary>
    /// <value>Default: <see cref="ResidualBaseline.None"/>.</value>
    public ResidualBaseline ResidualBaseline { get; init; }

    /// <summary>Whether the change of each target since the previous step is an additional input.</summary>
    /// <value>Default: false.</value>
    public bool HasDifferences { get; init; }

    /// <summary>
    /// The levels of the quantiles to forecast, ascending, each between 0 and 1; empty for none. Quantiles are calibrated on validation rows.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>Describes the network for a frame.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cell">The cell of every layer.</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <param name="frame">The data.</param>
    /// <param name="season">The season length in rows, for a seasonal residual baseline.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal NetworkDescription Describe(RecurrentTask task, RecurrentCell cell, int horizon, RowFrame frame, int season)
    {
        var (targets, covariates) = (frame.Targets, frame.FutureCovariateNames.Count);
        var isSeasonal = ResidualBaseline is ResidualBaseline.SeasonalNaive or ResidualBaseline.SeasonalDrift;
        // If the season length is one of the lags, the residual baseline uses that covariate: the season may be longer than the window.
        var lag = isSeasonal ? frame.Columns.Lags.ToList().IndexOf(season) : -1;
        var lagCovariates = frame.Columns.Lags.Count * targets;
        var normalizesSeries = Normalization is InputNormalization.Window or InputNormalization.Series;
        var network = new NetworkDescription
        {
            Task = task,
            Features = frame.Features,
            Categories = [.. frame.Columns.Categories.Select(category => new CategoryDescription(
                category.Values.Count, CategoryEmbeddingSize ?? CategoryDescription.GetDefaultEmbeddingSize(category.Values.Count)))],
            StaticFeatures = normalizesSeries
                ? [.. frame.FeatureNames.Take(frame.Features - frame.Columns.Categories.Count).Index()
                    .Where(feature => frame.Columns.Static.Contains(feature.Item)).Select(feature => feature.Index)]
                : [],
            Regularization = new RegularizationDescription
            {
                RecurrentDropout = RecurrentDropout,
                Dropout = Dropout,
                HeadDropout = HeadDropout,
            },
            Layers = [],
            Normalization = Normalization,
            HasLayerNormalization = HasLayerNormalization,
            Pooling = task == RecurrentTask.Tag ? SequencePooling.None : Pooling,
            Forecast = new ForecastDescription
            {
                TargetFeatures = frame.TargetIndices,
                Transform = Transform,
                TransformOffset = TransformOffset,
                ResidualBaseline = ResidualBaseline,
                SeasonLength = isSeasonal && lag < 0 ? season : 0,
                FutureCovariates = covariates,
                // The lags are the last covariates, one for each target.
                SeasonalCovariates = lag < 0 ? [] : [.. Enumerable.Range(covariates - lagCovariates + (lag * targets), targets)],
                LagFeatures = Normalization == InputNormalization.Window && lagCovariates > 0 && !frame.HasSequenceTargets
                    ? [.. Enumerable.Range(lagCovariates - covariates, covariates)
                        .Select(index => index < 0 ? (int?)null : frame.TargetIndices[index % targets])]
                    : [],
                HasDifferences = HasDifferences,
                Quantiles = Quantiles,
                Horizon = horizon,
                Targets = Math.Max(1, targets),
            },
            Classes = frame.Labels.Count,
        };
        network = network with { Layers = NetworkDescription.CreateLayers(cell, network.InputSize, HiddenSize, LayerCount, IsBidirectional) };
        network = LinearLayers.Add(network, InputLayerSizes, InputActivation, HeadLayerSizes, HeadActivation);
        network.Validate();
        return network;
    }
}
