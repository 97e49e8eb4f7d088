using MlNetRecurrent.Training;

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

    public double RecurrentDropout { get; init; }

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
    /// <param name="frame">The data: the targets are the first features.</param>
    /// <param name="season">Rows of a season, for a base that has one.</param>
    public NetworkDescription Describe(RecurrentCell cell, RowFrame frame, int season)
    {
        var (targets, known) = (frame.Targets, frame.KnownNames.Count);
        var isSeasonal = Base is BaseForecast.Seasonal or BaseForecast.Drift;
        // Where the season is among the lags, the base is taken from there: it may be longer than the window.
        var lag = isSeasonal ? frame.Columns.Lags.ToList().IndexOf(season) : -1;
        try
        {
            var network = new NetworkDescription
            {
                Task = Task,
                Features = frame.Features,
                RecurrentDropout = RecurrentDropout,
                Layers = NetworkDescription.Stack(cell, frame.Features + (Differences ? targets : 0) + (known > 0 ? known + 1 : 0), Hidden, Layers, Bidirectional),
                Normalization = Normalization,
                Dropout = Dropout,
                HeadDropout = HeadDropout,
                LayerNormalization = LayerNormalization,
                Read = Task == RecurrentTask.Tag ? SequenceReading.Every : Read,
                TargetFeatures = frame.AnswersSequences ? [] : [.. Enumerable.Range(0, targets)],
                Transform = Transform,
                TransformOffset = TransformOffset,
                Base = Base,
                Season = isSeasonal && lag < 0 ? season : 0,
                Known = known,
                // The lags are the last covariates, each of every target.
                SeasonalKnown = lag < 0 ? [] : [.. Enumerable.Range(known - ((frame.Columns.Lags.Count - lag) * targets), targets)],
                Differences = Differences,
                Quantiles = Quantiles,
                Horizon = Horizon,
                Targets = Math.Max(1, targets),
                Classes = frame.Labels.Count,
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
