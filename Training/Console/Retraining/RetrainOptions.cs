using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options of one run of <c>retrain</c>.</summary>
/// <param name="Model">The model to retrain.</param>
/// <param name="Source">The table with the new rows.</param>
/// <param name="Training">The training options.</param>
internal sealed record RetrainOptions(RetrainedModel Model, TableSource Source, TableTrainingOptions Training)
{
    /// <summary>The file of the rows; null for a sample, and for a server.</summary>
    public DataInput? DataFile { get; init; }

    /// <summary>The folder for checkpoints, or null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>The file for the report; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>The model file.</summary>
    public string File => Model.Path;

    /// <summary>The name of the previous model in tables and reports.</summary>
    public string PreviousName => $"{Path.GetFileName(File)} (previous)";

    /// <summary>The name of the new model in tables and reports.</summary>
    public string CandidateName => $"{Path.GetFileName(File)} (new)";

    /// <summary>The checkpoint file of a model; null for none.</summary>
    /// <param name="folder">The folder for checkpoints, or null for none.</param>
    /// <param name="path">The model file.</param>
    /// <param name="member">The network of an ensemble, counted from 1; null if there is only one.</param>
    public static string? GetCheckpointFile(string? folder, string path, int? member = null)
    {
        var suffix = member is null ? "" : FormattableString.Invariant($"-{member}");
        return folder is null ? null : Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(path)}-retrain{suffix}.checkpoint");
    }
}
