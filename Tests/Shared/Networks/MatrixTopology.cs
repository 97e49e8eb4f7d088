namespace MlNetRecurrent.Tests;

/// <summary>A network of the export matrix.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Layers">The number of layers.</param>
/// <param name="Bidirectional">Whether each layer is bidirectional.</param>
/// <param name="Bias">Whether the layers have bias vectors.</param>
/// <param name="EveryStep">Whether there is an output at every time step, or only at the last one.</param>
/// <param name="Embedding">Whether the input is tokens, or values.</param>
internal sealed record MatrixTopology(RecurrentCell Cell, int Layers, bool Bidirectional, bool Bias, bool EveryStep, bool Embedding)
{
    private const int Features = 3;
    private const int Hidden = 10;
    private const int Vocabulary = 6;

    /// <summary>Every combination.</summary>
    public static IEnumerable<MatrixTopology> All =>
        from cell in RecurrentCell.All
        from layers in new[] { 1, 2, 3 }
        from bidirectional in Both
        from bias in Both
        from everyStep in Both
        from embedding in Both
        select new MatrixTopology(cell, layers, bidirectional, bias, everyStep, embedding);

    private static bool[] Both => [false, true];

    /// <summary>The network: a forecaster, since linear outputs hide no differences, as probabilities would.</summary>
    public NetworkDescription Description => new()
    {
        Features = Embedding ? 1 : Features,
        Embedding = Embedding ? new EmbeddingDescription(Vocabulary, Features) : null,
        Layers = [.. Enumerable.Range(0, Layers).Select(index => new LayerDescription
        {
            Cell = Cell,
            InputSize = index == 0 ? Features : Hidden * (Bidirectional ? 2 : 1),
            HiddenSize = Hidden,
            Direction = Bidirectional ? SequenceDirection.Bidirectional : SequenceDirection.Forward,
            HasBias = Bias,
        })],
        Pooling = EveryStep ? SequencePooling.None : SequencePooling.FinalState,
        Forecast = new ForecastDescription { Targets = 2 },
    };

    public override string ToString() =>
        $"{Cell} layers={Layers}{(Bidirectional ? " bidirectional" : "")}{(Bias ? "" : " no-bias")}"
        + $"{(EveryStep ? " every-step" : "")}{(Embedding ? " embedding" : "")}";
}
