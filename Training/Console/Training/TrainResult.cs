using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The result of <c>train</c> for one model.</summary>
internal sealed record TrainResult
{
    public required RecurrentCell Cell { get; init; }

    public required string File { get; init; }

    public required ModelCard Card { get; init; }

    /// <summary>The total training time.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The losses of all fits, concatenated: one for each network of an ensemble, and again for the final fit on all data.</summary>
    public IReadOnlyList<FitProgress> Losses { get; init; } = [];

    /// <summary>Warnings about the data.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The scores on the test rows; null if there are none.</summary>
    public EvaluationReport? Evaluation { get; init; }
}
