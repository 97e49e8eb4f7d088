namespace MlNetRecurrent.Tests;

/// <summary>A network to export, by the names that a test report shows.</summary>
/// <param name="Cell">The cell's name.</param>
/// <param name="Layers">How many layers.</param>
/// <param name="Direction">The direction of each.</param>
/// <param name="Task">What the network answers.</param>
/// <param name="Read">What its head reads.</param>
/// <param name="Normalization">How its values are scaled.</param>
/// <param name="Embedding">Whether it reads tokens.</param>
public sealed record Topology(
    string Cell,
    int Layers,
    SequenceDirection Direction,
    RecurrentTask Task = RecurrentTask.Forecast,
    SequencePooling Read = SequencePooling.FinalState,
    InputNormalization Normalization = InputNormalization.None,
    bool Embedding = false)
{
    private const int Features = 3;
    private const int Vocabulary = 6;

    /// <summary>Its description: odd sizes, so that no axis can pass for another.</summary>
    public NetworkDescription Description => new()
    {
        Task = Task,
        Features = Embedding ? 1 : Features,
        Embedding = Embedding ? new EmbeddingDescription(Vocabulary, Features) : null,
        Normalization = Normalization,
        Layers = TestLayers.Stack(RecurrentCell.Parse(Cell), Features, hidden: 5, Layers, Direction, bias: Layers != 2 || Direction != SequenceDirection.Reverse),
        Pooling = Read,
        Forecast = new ForecastDescription
        {
            Horizon = Task == RecurrentTask.Forecast && Read != SequencePooling.None ? 4 : 1,
            Targets = Task == RecurrentTask.Forecast ? 2 : 1,
        },
        Classes = Task is RecurrentTask.Classify or RecurrentTask.Tag ? 3 : 0,
    };

    public override string ToString() =>
        $"{Cell} {Layers} {Direction} {Task} {Read} {Normalization}{(Embedding ? " embedding" : "")}";
}
