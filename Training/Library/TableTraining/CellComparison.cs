namespace MlNetRecurrent.Training;

/// <summary>The measurements of one cell in a <see cref="TableComparison"/>.</summary>
public sealed record CellComparison
{
    internal CellComparison()
    {
    }

    /// <summary>The cell.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>The fitted model, which can be saved.</summary>
    public required TableModel Model { get; init; }

    /// <summary>The card of the fitted model.</summary>
    public ModelCard Card => Model.Card;

    /// <summary>How long the fit took.</summary>
    public TimeSpan TrainingTime => Model.TrainingTime;

    /// <summary>The scores of the model on the rows held out for testing.</summary>
    public EvaluationReport Evaluation => Model.Evaluation!;

    /// <summary>The largest growth of the process's working set during the fit, in bytes.</summary>
    public required long TrainingMemory { get; init; }

    /// <summary>The number of sequences that are scored in a second.</summary>
    public required double RowsPerSecond { get; init; }

    /// <summary>The memory reach of the network with its initial weights.</summary>
    public required MemoryReach ReachBefore { get; init; }

    /// <summary>The memory reach of the fitted network.</summary>
    public required MemoryReach ReachAfter { get; init; }

    /// <summary>The losses of the fit; empty where nobody keeps them.</summary>
    internal IReadOnlyList<FitProgress> Losses { get; init; } = [];
}
