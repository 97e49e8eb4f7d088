using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>
/// Runs <c>train</c> and shows it: losses as they fall, a live bar on a terminal, and how each model does beside the naive forecasts.
/// </summary>
internal sealed class TrainScreen(IAnsiConsole console, TimeProvider clock)
{
    /// <summary>How many epochs of a fit get a line, at most.</summary>
    public const int MaxLines = 10;

    /// <summary>Runs the job.</summary>
    public IReadOnlyList<TrainResult> Run(TrainOptions options, CancellationToken cancellation)
    {
        var trainers = options.Trainers(clock);
        options.Files.Prepare(options.Cells);
        ReportFile.Prepare(options.Report);
        Announce(console, trainers[0], options.Source);
        var results = new List<TrainResult>();
        foreach (var trainer in trainers)
            results.Add(RunOne(trainer, options, cancellation));
        if (options.Report is { } file)
        {
            TrainReport.Create(results, trainers[0].Data.Frame, options.Source.Name, options.Training.Refit).Save(file);
            console.WriteLine($"Report: {file}");
        }

        return results;
    }

    private TrainResult RunOne(TableTrainer trainer, TrainOptions options, CancellationToken cancellation)
    {
        var (cell, fit) = (trainer.Options.Cell, trainer.Options.Fit);
        Announce(console, trainer.Network, cell);
        var (model, losses) = FitScreen.Run(
            console, fit, MaxLines, progress => LibraryCall.Run(() => trainer.Fit(progress, cancellation)), last => Cancelled(options.GetCheckpointFile(cell), fit, last));
        var file = options.Files.GetModelFile(cell);
        model.Save(file);
        var result = new TrainResult { Cell = cell, File = file, Card = model.Card, Duration = model.TrainingTime, Evaluation = model.Evaluation, Losses = losses };
        ShowResult(console, result);
        return result;
    }

    /// <summary>What is kept of a fit that the user ended, and how to go on.</summary>
    /// <param name="checkpoint">The file of its checkpoint, or null for none.</param>
    /// <param name="fit">How it was fitted.</param>
    /// <param name="last">The last epoch that ended.</param>
    public static string Cancelled(string? checkpoint, FitOptions fit, int last) => (checkpoint, last) switch
    {
        (null, _) => $"Cancelled after epoch {last}{FormatEpochs(fit)}. No checkpoint was asked for: nothing was kept (see --checkpoint).",
        (_, 0) => "Cancelled before the first epoch of this run ended. With --resume the same command goes on from the last checkpoint, if there is one.",
        ({ } file, _) => $"Cancelled after epoch {last}{FormatEpochs(fit)}. Checkpoint: {file}. To go on: the same command with --resume.",
    };

    private static string FormatEpochs(FitOptions fit) => fit.TimeLimit is null ? $" of {fit.Epochs}" : "";

    /// <summary>Says which network is fitted next.</summary>
    public static void Announce(IAnsiConsole console, NetworkDescription network, RecurrentCell cell)
    {
        console.WriteLine();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cell.DisplayName}, {network.ParameterCount:N0} parameters:"));
    }

    /// <summary>Says what the data is.</summary>
    public static void Announce(IAnsiConsole console, TableTrainer trainer, TableSource source)
    {
        var (data, frame, isWhole) = (trainer.Data, trainer.Data.Frame, trainer.Options.Window is null);
        var counts = new[] { DataPart.Train, DataPart.Validation, DataPart.Test }
            .Select(part => (Part: part, Count: data.Count(part, isWhole)))
            .Where(entry => entry.Count > 0)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Count:N0} to {(entry.Part == DataPart.Train ? "fit" : entry.Part == DataPart.Validation ? "validate" : "test")}"));
        var what = isWhole ? "sequences" : frame.Segments.Count > 1 ? $"rows of {frame.Segments.Count} series" : "rows";
        console.WriteLine($"{source.Name}: {string.Join(", ", counts)} {what}, {frame.Features} feature{(frame.Features == 1 ? "" : "s")}.");
    }

    /// <summary>Shows a model that is done, and how it does.</summary>
    public static void ShowResult(IAnsiConsole console, TrainResult result)
    {
        var card = result.Card;
        var best = card.Fit!.BestEpoch is { } epoch ? string.Create(CultureInfo.InvariantCulture, $", weights of epoch {epoch} (validation loss {card.Fit.ValidationLoss:g4})") : "";
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{card.Fit.CompletedEpochs ?? card.Fit.Epochs} epochs in {result.Duration.TotalSeconds:0.0} s{best}. Largest difference to the exported file: {card.ParityError:0.0e-0}."));
        if (result.Evaluation is { } report)
            EvaluationTable.Write(console, report, result.Cell.DisplayName, "never fitted, never used to choose");
        console.WriteLine($"Model: {result.File}");
    }
}
