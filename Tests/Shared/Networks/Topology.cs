namespace MlNetRecurrent.Tests;

/// <summary>A network to export, with its name in test reports.</summary>
/// <param name="Cell">The name of the cell.</param>
/// <param name="Layers">The number of layers.</param>
/// <param name="Direction">The direction of each layer.</param>
/// <param name="Task">The task.</param>
/// <param name="Pooling">The pooling.</param>
/// <param name="Normalization">The normalization.</param>
/// <param name="Embedding">Whether the input is tokens.</param>
public sealed record Topology(
    string Cell,
    int Layers,
    SequenceDirection Direction,
    RecurrentTask Task = RecurrentTask.Forecast,
    SequencePooling Pooling = SequencePooling.FinalState,
    InputNormalization Normalization = InputNormalization.None,
    bool Embedding = false)
{
    private const int Features = 3;
    private const int Vocabulary = 6;

    /// <summary>The description. Its sizes are all different, so that swapped axes are detected.</summary>
    public NetworkDescription Description => new()
    {
        Task = Task,
        Features = Embedding ? 1 : Features,
        Embedding = Embedding ? new EmbeddingDescription(Vocabulary, Features) : null,
        Normalization = Normalization,
        Layers = TestLayers.Stack(
            RecurrentCell.Parse(Cell), Features, hidden: 5, Layers, Direction, bias: Layers != 2 || Direction != SequenceDirection.Reverse),
        Pooling = Pooling,
        Forecast = new ForecastDescription
        {
            Horizon = Task == RecurrentTask.Forecast && Pooling != SequencePooling.None ? 4 : 1,
            Targets = Task == RecurrentTask.Forecast ? 2 : 1,
        },
        Classes = Task is RecurrentTask.Classify or RecurrentTask.Tag ? 3 : 0,
    };

    public override string ToString() =>
        $"{Cell} {Layers} {Direction} {Task} {Pooling} {Normalization}{(Embedding ? " embedding" : "")}";
}
