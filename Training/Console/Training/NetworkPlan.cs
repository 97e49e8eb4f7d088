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

    /// <summary>The network of a cell.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public NetworkDescription Describe(RecurrentCell cell, int features, int targets, int classes)
    {
        try
        {
            var network = NetworkDescription.Create(cell, features, Hidden, Layers, Bidirectional) with
            {
                Task = Task,
                Normalization = Normalization,
                Dropout = Dropout,
                Read = Task == RecurrentTask.Tag ? SequenceReading.Every : SequenceReading.Last,
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
