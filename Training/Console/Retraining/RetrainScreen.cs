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
        var run = options.Fit;
        if (run.Threads is { } threads)
            FitThreads.Use(threads);
        ModelSchema.Check(run.Source, run.Columns, options.Card, options.Model);
        var data = TrainingData.Load(run);
        // Fails here if nothing is held out: before the fit, not after it.
        data.Test();
        var history = new ModelHistory(options.Model);
        OutputFolder.Prepare(Path.GetDirectoryName(Path.GetFullPath(options.Model))!);
        OutputFolder.Prepare(history.Folder, "History folder");
        try
        {
            if (run.CheckpointFolder is not null)
                OutputFolder.Prepare(run.CheckpointFolder);
            ReportFile.Prepare(run.Report);
            Announce(options, data);
            var result = Fit(options, data, cancellation);
            Show(options, result);
            return result;
        }
        finally
        {
            if (history.Numbers.Count == 0)
                OutputFolder.DiscardEmpty(history.Folder);
        }
    }

    private RetrainResult Fit(RetrainOptions options, TrainingData data, CancellationToken cancellation)
    {
        var (result, losses) = FitScreen.Run(
            console, options.Fit.Fit, TrainScreen.MostLines, progress => new RetrainJob(options, data, clock).Run(progress, cancellation), _ => Cancelled(options));
        return result with { Losses = losses };
    }

    private static string Cancelled(RetrainOptions options)
    {
        var more = options.Checkpoint(1) is { } checkpoint && File.Exists(checkpoint) ? $" Checkpoint: {checkpoint}. To go on: the same command with --resume." : "";
        return $"Cancelled: '{options.Model}' is as it was.{more}";
    }

    private void Announce(RetrainOptions options, TrainingData data)
    {
        var isWhole = options.Fit.Window is null;
        var validation = data.Count(DataPart.Validation, isWhole);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Fit.Source.Name}: {data.Count(DataPart.Train, isWhole):N0} to fit{(validation > 0 ? $", {validation:N0} to validate" : "")}, {data.Count(DataPart.Test, isWhole):N0} held out {(isWhole ? "sequences" : "rows")}."));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Model}: {options.Card.Network.Parameters:N0} parameters to start from, {options.Fit.Fit.Epochs} epochs of {Optimizers.Name(options.Fit.Fit.Optimizer)} at {options.Fit.Fit.LearningRate}."));
    }

    private void Show(RetrainOptions options, RetrainResult result)
    {
        console.WriteLine(RetrainText.Seen(result, options.Fit.Window is null));
        EvaluationTable.Write(console, result.Comparison.New, options.NewName, "held out from this fit", (options.OldName, result.Comparison.Old.Metrics));
        console.WriteLine(result.Comparison.Verdict);
        foreach (var line in RetrainText.Done(options, result))
            console.WriteLine(line);
        if (options.Fit.Report is not { } report)
            return;
        RetrainReport.Of(options, result).Save(report);
        console.WriteLine($"Report: {report}");
    }
}
