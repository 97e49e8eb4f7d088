namespace MlNetRecurrent.Training;

/// <summary>The measurements of one cell in a <see cref="TableComparison"/>.</summary>
public sealed record CellComparison
{
    internal CellComparison()
    {
    }

    /// <summary>The cell.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>The fitted model, ready to be saved.</summary>
    public required TableModel Model { get; init; }

    /// <summary>The card of the fitted model.</summary>
    public ModelCard Card => Model.Card;

    /// <summary>The duration of the fit.</summary>
    public TimeSpan TrainingTime => Model.TrainingTime;

    /// <summary>The scores of the model on the rows held out for testing.</summary>
    public EvaluationReport Evaluation => Model.Evaluation!;

    /// <summary>The peak growth of the working set of the process during the fit, in bytes.</summary>
    public required long TrainingMemoryBytes { get; init; }

    /// <summary>The number of sequences scored per second.</summary>
    public required double RowsPerSecond { get; init; }

    /// <summary>The memory reach of the network with its initial weights.</summary>
    public required MemoryReach ReachBefore { get; init; }

    /// <summary>The memory reach of the fitted network.</summary>
    public required MemoryReach ReachAfter { get; init; }

    /// <summary>The losses of the fit; empty if they are not recorded.</summary>
    internal IReadOnlyList<FitProgress> Losses { get; init; } = [];
}
