using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Runs <c>retrain</c> and says what it does.</summary>
internal sealed class RetrainScreen(IAnsiConsole console, TimeProvider clock)
{
    /// <summary>Runs the job.</summary>
    public RetrainResult Run(RetrainOptions options, CancellationToken cancellation)
    {
        var job = LibraryCall.Run(() => new RetrainJob(options.Model, options.Source, options.Training, clock));
        var history = new ModelHistory(options.File);
        OutputFolder.Prepare(Path.GetDirectoryName(Path.GetFullPath(options.File))!);
        OutputFolder.Prepare(history.Folder, "History folder");
        try
        {
            if (options.CheckpointFolder is { } folder)
                OutputFolder.Prepare(folder);
            ReportFile.Prepare(options.Report);
            Announce(options, job);
            var (result, losses) = FitScreen.Run(
                console,
                job.Options.Fit,
                TrainScreen.MaxLines,
                progress => LibraryCall.Run(() => job.Run(progress, cancellation)),
                _ => Cancelled(options));
            Show(options, job, result, losses);
            return result;
        }
        finally
        {
            if (history.Versions.Count == 0)
                OutputFolder.DeleteIfEmpty(history.Folder);
        }
    }

    private static string Cancelled(RetrainOptions options)
    {
        var first = RetrainOptions.GetCheckpointFile(options.CheckpointFolder, options.File, options.Training.EnsembleSize > 1 ? 1 : null);
        var more = first is { } checkpoint && File.Exists(checkpoint) ? $" Checkpoint: {checkpoint}. To go on: the same command with --resume." : "";
        return $"Cancelled: '{options.File}' is as it was.{more}";
    }

    private void Announce(RetrainOptions options, RetrainJob job)
    {
        var (data, fit, isWhole) = (job.Data, job.Options.Fit, job.Options.Window is null);
        var validation = data.Count(DataPart.Validation, isWhole);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Source.Name}: {data.Count(DataPart.Train, isWhole):N0} to fit{(validation > 0 ? $", {validation:N0} to validate" : "")}, {data.Count(DataPart.Test, isWhole):N0} held out {(isWhole ? "sequences" : "rows")}."));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.File}: {options.Model.Card.Network.ParameterCount:N0} parameters to start from, {fit.Epochs} epochs of {OptimizerFactory.GetName(fit.Optimizer)} at {fit.LearningRate}."));
    }

    private void Show(RetrainOptions options, RetrainJob job, RetrainResult result, IReadOnlyList<FitProgress> losses)
    {
        console.WriteLine(RetrainText.DescribeOverlap(result, job.Options.Window is null));
        EvaluationTable.Write(console, result.Candidate, options.CandidateName, "held out from this fit", (options.PreviousName, result.Previous.Metrics));
        console.WriteLine(result.Verdict);
        foreach (var line in RetrainText.DescribeResult(options, result))
            console.WriteLine(line);
        if (options.Report is not { } report)
            return;
        RetrainReport.Create(options, result, losses, job.Options.Window is null).Save(report);
        console.WriteLine($"Report: {report}");
    }
}
