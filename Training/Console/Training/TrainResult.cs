using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>One model that <c>train</c> made.</summary>
internal sealed record TrainResult
{
    public required RecurrentCell Cell { get; init; }

    public required string File { get; init; }

    public required ModelCard Card { get; init; }

    /// <summary>How long all fits of it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The losses of its fits, one after another: of the networks of an ensemble, and once more where it was fitted on everything.</summary>
    public IReadOnlyList<FitProgress> Losses { get; init; } = [];

    /// <summary>How it does on the rows put aside; null where there are none.</summary>
    public EvaluationReport? Evaluation { get; init; }
}
