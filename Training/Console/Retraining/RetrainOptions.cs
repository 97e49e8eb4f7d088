using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>All that one run of <c>retrain</c> is asked for.</summary>
/// <param name="Model">The model.</param>
/// <param name="Source">The new rows.</param>
/// <param name="Training">How the model is fitted further.</param>
internal sealed record RetrainOptions(RetrainedModel Model, TableSource Source, TableTrainingOptions Training)
{
    /// <summary>The folder of checkpoints, or null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>The file that takes a report; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>The file of the model.</summary>
    public string File => Model.Path;

    /// <summary>What tables and reports call the model as it was.</summary>
    public string PreviousName => $"{Path.GetFileName(File)} (old)";

    /// <summary>What they call the one that was fitted further.</summary>
    public string CandidateName => $"{Path.GetFileName(File)} (new)";

    /// <summary>The checkpoint of a model in a folder; null for none.</summary>
    /// <param name="folder">The folder of checkpoints.</param>
    /// <param name="path">The file of the model.</param>
    /// <param name="member">Which network of an ensemble, from 1; null where there is one network.</param>
    public static string? GetCheckpointFile(string? folder, string path, int? member = null) => folder is null
        ? null
        : Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(path)}-retrain{(member is null ? "" : FormattableString.Invariant($"-{member}"))}.checkpoint");
}
