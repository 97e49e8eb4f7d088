namespace MlNetRecurrent.Console;

/// <summary>A network as the options ask for it, before the data says how many features and classes there are.</summary>
internal sealed record NetworkPlan
{
    public required RecurrentTask Task { get; init; }

    public required int Hidden { get; init; }

    public required int Layers { get; init; }

    public required bool Bidirectional { get; init; }

    public required double Dropout { get; init; }

    public required int Horizon { get; init; }

    public required InputNormalization Normalization { get; init; }

    public double HeadDropout { get; init; }

    public bool LayerNormalization { get; init; }

    public SequenceReading Read { get; init; }

    public TargetTransform Transform { get; init; }

    public double TransformOffset { get; init; }

    public BaseForecast Base { get; init; }

    public bool Differences { get; init; }

    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>The network of a cell.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    /// <param name="cell">The cell.</param>
    /// <param name="features">Values per time step; the targets are the first of them.</param>
    /// <param name="targets">How many are forecast.</param>
    /// <param name="classes">How many classes there are to tell apart.</param>
    /// <param name="season">Rows of a season, for a base that has one.</param>
    public NetworkDescription Describe(RecurrentCell cell, int features, int targets, int classes, int season)
    {
        try
        {
            var network = new NetworkDescription
            {
                Task = Task,
                Features = features,
                Layers = NetworkDescription.Stack(cell, features + (Differences ? targets : 0), Hidden, Layers, Bidirectional),
                Normalization = Normalization,
                Dropout = Dropout,
                HeadDropout = HeadDropout,
                LayerNormalization = LayerNormalization,
                Read = Task == RecurrentTask.Tag ? SequenceReading.Every : Read,
                TargetFeatures = [.. Enumerable.Range(0, targets)],
                Transform = Transform,
                TransformOffset = TransformOffset,
                Base = Base,
                Season = Base is BaseForecast.Seasonal or BaseForecast.Drift ? season : 0,
                Differences = Differences,
                Quantiles = Quantiles,
                Horizon = Horizon,
                Targets = Math.Max(1, targets),
                Classes = classes,
            };
            network.Validate();
            return network;
        }
        catch (ArgumentException exception)
        {
            throw new UserInputException(exception.Message, exception);
        }
    }
}
