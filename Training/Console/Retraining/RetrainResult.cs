using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>What <c>retrain</c> did.</summary>
internal sealed record RetrainResult
{
    /// <summary>The new model's card, whether or not the model took the place of the old one.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>The old and the new model on the rows held out.</summary>
    public required ModelComparison Comparison { get; init; }

    /// <summary>The file that keeps the old model; null where it was not replaced.</summary>
    public string? Kept { get; init; }

    /// <summary>How many of the rows or sequences held out the old model was fitted on.</summary>
    public required int Seen { get; init; }

    /// <summary>How many are held out.</summary>
    public required int HeldOut { get; init; }

    /// <summary>The rows.</summary>
    public required RowFrame Frame { get; init; }

    /// <summary>How long all fits took.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>The losses of the fits, one after another.</summary>
    public IReadOnlyList<FitProgress> Losses { get; init; } = [];
}
