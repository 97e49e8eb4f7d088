using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>What <c>compare</c> measured for one cell.</summary>
internal sealed record CellComparison
{
    public required RecurrentCell Cell { get; init; }

    /// <summary>The card of the fitted model.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>How long the fit took.</summary>
    public required TimeSpan TrainingTime { get; init; }

    /// <summary>By how many bytes the process grew in the fit, at most.</summary>
    public required long TrainingMemory { get; init; }

    /// <summary>Sequences that are scored in a second.</summary>
    public required double RowsPerSecond { get; init; }

    /// <summary>How far back the network sees with its initial weights.</summary>
    public required MemoryReach ReachBefore { get; init; }

    /// <summary>How far back it sees when it is fitted.</summary>
    public required MemoryReach ReachAfter { get; init; }

    /// <summary>How it does on the rows put aside for testing.</summary>
    public required EvaluationReport Evaluation { get; init; }

    /// <summary>The losses of the fit; empty where nobody keeps them.</summary>
    public IReadOnlyList<FitProgress> Losses { get; init; } = [];

    /// <summary>The exported file; null where none was asked for.</summary>
    public string? File { get; init; }
}
