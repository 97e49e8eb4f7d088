namespace MlNetRecurrent.Console;

/// <summary>All that one run of <c>retrain</c> is asked for.</summary>
/// <param name="Model">The file of the model.</param>
/// <param name="Card">What it says about itself.</param>
/// <param name="Fit">How it is fitted further; its file is the one to write.</param>
internal sealed record RetrainOptions(string Model, ModelCard Card, TrainOptions Fit)
{
    /// <summary>What tables and reports call the model as it was.</summary>
    public string OldName => $"{Path.GetFileName(Model)} (old)";

    /// <summary>What they call the one that was fitted further.</summary>
    public string NewName => $"{Path.GetFileName(Model)} (new)";

    /// <summary>The checkpoint of a network.</summary>
    /// <param name="member">Which network of an ensemble, from 1.</param>
    public string? Checkpoint(int member) => Fit.CheckpointFolder is null
        ? null
        : Path.Combine(Fit.CheckpointFolder, $"{Path.GetFileNameWithoutExtension(Model)}-retrain{(Fit.Ensemble > 1 ? FormattableString.Invariant($"-{member}") : "")}.checkpoint");
}
