using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Runs <c>retrain</c> and shows its progress and results.</summary>
internal sealed class RetrainScreen(IAnsiConsole console, TimeProvider clock)
{
    /// <summary>The description of the scored data in tables and reports.</summary>
    public const string ScoreNote = "held out from this training run";

    /// <summary>Runs the job.</summary>
    public RetrainResult Run(RetrainOptions options, CancellationToken cancellation)
    {
        var history = new ModelHistory(options.File);
        var files = CheckFiles(options, history);
        var source = ReadingProgress.Show(console, options.Source);
        var job = LibraryCall.Run(() => new RetrainJob(options.Model, source, options.Training, clock));
        OutputFolder.Prepare(Path.GetDirectoryName(Path.GetFullPath(options.File))!);
        OutputFolder.Prepare(history.Folder, "History folder");
        try
        {
            files.Prepare();
            Announce(options, job);
            var (result, losses) = FitScreen.Run(
                console,
                job.Options.Fit,
                TrainScreen.MaxLines,
                progress => LibraryCall.Run(() => job.Run(progress, cancellation)),
                _ => FormatCanceled(options));
            Show(options, job, result, losses);
            return result;
        }
        finally
        {
            if (history.Versions.Count == 0)
                OutputFolder.DeleteIfEmpty(history.Folder);
        }
    }

    private static CommandFiles CheckFiles(RetrainOptions options, ModelHistory history)
    {
        var files = new CommandFiles().Read(options.DataFile).WriteModel("MODEL.onnx", options.File);
        foreach (var version in history.Versions.Append(history.GetNextNumber()))
            files.Write("the model history", history.GetFile(version));
        var size = options.Training.EnsembleSize;
        for (var member = 1; member <= size; member++)
        {
            var checkpoint = RetrainOptions.GetCheckpointFile(options.CheckpointFolder, options.File, size > 1 ? member : null);
            files.Write("the checkpoint of option --checkpoint", checkpoint);
        }

        return files.Write("option --report", options.Report).Check();
    }

    private static string FormatCanceled(RetrainOptions options)
    {
        var first = RetrainOptions.GetCheckpointFile(options.CheckpointFolder, options.File, options.Training.EnsembleSize > 1 ? 1 : null);
        var more = first is { } checkpoint && File.Exists(checkpoint) ? $" Checkpoint: {checkpoint}. To continue, add --resume to the command." : "";
        return $"Canceled: '{options.File}' is unchanged.{more}";
    }

    private void Announce(RetrainOptions options, RetrainJob job)
    {
        var (data, fit, isWhole) = (job.Data, job.Options.Fit, job.Options.Window is null);
        var counts = TrainScreen.FormatCounts(
            isWhole ? "sequences" : "rows",
            data.Count(DataPart.Train, isWhole),
            data.Count(DataPart.Validation, isWhole),
            data.Count(DataPart.Test, isWhole));
        var (parameters, optimizer) = (options.Model.Card.Network.ParameterCount, OptimizerFactory.GetName(fit.Optimizer));
        console.WriteDescription(options.Source);
        console.WriteSafeLine($"{options.Source.Name}: {counts}.");
        console.WriteWarnings(data.Frame.Warnings);
        console.WriteSafeLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.File}: {parameters:N0} parameters, {ConsoleText.Count(fit.Epochs, "more epoch")} with {optimizer}, ")
            + string.Create(CultureInfo.InvariantCulture, $"learning rate {fit.LearningRate}."));
    }

    private void Show(RetrainOptions options, RetrainJob job, RetrainResult result, IReadOnlyList<FitProgress> losses)
    {
        console.WriteLine(RetrainText.DescribeOverlap(result, job.Options.Window is null));
        EvaluationTable.Write(console, result.Candidate, options.CandidateName, ScoreNote, (options.PreviousName, result.Previous.Metrics));
        console.WriteSafeLine(result.Verdict);
        foreach (var line in RetrainText.DescribeResult(options.File, result.PreviousModelFile, options.Training.Refit))
            console.WriteSafeLine(line);
        ReportFile.Save(console, options.Report, () => RetrainReport.Create(options, result, losses, job.Options.Window is null));
    }
}
