namespace MlNetRecurrent.Training;

/// <summary>The network to build for a table. The data decide the rest: features, targets, covariates and classes.</summary>
public sealed record NetworkPlan
{
    /// <summary>Hidden units of each direction, at least 1.</summary>
    /// <value>Default: 50.</value>
    public int HiddenSize { get; init; } = 50;

    /// <summary>Recurrent layers, at least 1.</summary>
    /// <value>Default: 1.</value>
    public int LayerCount { get; init; } = 1;

    /// <summary>Whether layers walk through time both ways.</summary>
    /// <value>Default: false.</value>
    public bool IsBidirectional { get; init; }

    /// <summary>The share of values that is dropped between layers while fitting, 0 to less than 1.</summary>
    /// <value>Default: 0.</value>
    public double Dropout { get; init; }

    /// <summary>The share of the head's inputs that is dropped while fitting, 0 to less than 1.</summary>
    /// <value>Default: 0.</value>
    public double HeadDropout { get; init; }

    /// <summary>The share of recurrent weights that is dropped while fitting, 0 to less than 1.</summary>
    /// <value>Default: 0.</value>
    public double RecurrentDropout { get; init; }

    /// <summary>Whether the outputs of each layer are normalized.</summary>
    /// <value>Default: false.</value>
    public bool HasLayerNormalization { get; init; }

    /// <summary>How raw values are scaled.</summary>
    /// <value>Default: <see cref="InputNormalization.Standard"/>.</value>
    public InputNormalization Normalization { get; init; } = InputNormalization.Standard;

    /// <summary>How hidden states become the input of the head; taggers use every step.</summary>
    /// <value>Default: <see cref="SequencePooling.FinalState"/>.</value>
    public SequencePooling Pooling { get; init; }

    /// <summary>The space in which targets are forecast.</summary>
    /// <value>Default: <see cref="TargetTransform.None"/>.</value>
    public TargetTransform Transform { get; init; }

    /// <summary>What is added to a target before its transform.</summary>
    /// <value>Default: 0.</value>
    public double TransformOffset { get; init; }

    /// <summary>The residual baseline: the simple forecast that the network corrects.</summary>
    /// <value>Default: <see cref="ResidualBaseline.None"/>.</value>
    public ResidualBaseline ResidualBaseline { get; init; }

    /// <summary>Whether the network also reads the change of each target since the step before.</summary>
    /// <value>Default: false.</value>
    public bool HasDifferences { get; init; }

    /// <summary>
    /// The levels of the quantiles to forecast, ascending, each between 0 and 1; empty for none. They are calibrated on validation rows.
    /// </summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>The network for some data.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cell">The cell of every layer.</param>
    /// <param name="horizon">Steps to forecast.</param>
    /// <param name="frame">The data: the targets are the first features.</param>
    /// <param name="season">Rows in a season, for a base that has one.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal NetworkDescription Describe(RecurrentTask task, RecurrentCell cell, int horizon, RowFrame frame, int season)
    {
        var (targets, known) = (frame.Targets, frame.FutureCovariateNames.Count);
        var isSeasonal = ResidualBaseline is ResidualBaseline.SeasonalNaive or ResidualBaseline.SeasonalDrift;
        // Where the season is among the lags, the base is taken from there: it may be longer than the window.
        var lag = isSeasonal ? frame.Columns.Lags.ToList().IndexOf(season) : -1;
        var network = new NetworkDescription
        {
            Task = task,
            Features = frame.Features,
            Regularization = new RegularizationDescription
            {
                RecurrentDropout = RecurrentDropout,
                Dropout = Dropout,
                HeadDropout = HeadDropout,
            },
            Layers = NetworkDescription.CreateLayers(cell, frame.Features + (HasDifferences ? targets : 0) + (known > 0 ? known + 1 : 0), HiddenSize, LayerCount, IsBidirectional),
            Normalization = Normalization,
            HasLayerNormalization = HasLayerNormalization,
            Pooling = task == RecurrentTask.Tag ? SequencePooling.None : Pooling,
            Forecast = new ForecastDescription
            {
                TargetFeatures = frame.HasSequenceTargets ? [] : [.. Enumerable.Range(0, targets)],
                Transform = Transform,
                TransformOffset = TransformOffset,
                ResidualBaseline = ResidualBaseline,
                SeasonLength = isSeasonal && lag < 0 ? season : 0,
                FutureCovariates = known,
                // The lags are the last covariates, each of every target.
                SeasonalCovariates = lag < 0 ? [] : [.. Enumerable.Range(known - ((frame.Columns.Lags.Count - lag) * targets), targets)],
                HasDifferences = HasDifferences,
                Quantiles = Quantiles,
                Horizon = horizon,
                Targets = Math.Max(1, targets),
            },
            Classes = frame.Labels.Count,
        };
        network.Validate();
        return network;
    }
}
