using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Runs <c>train</c> and shows it: losses as they fall, a live bar on a terminal, and how each model does beside the naive forecasts.</summary>
internal sealed class TrainScreen(IAnsiConsole console, TimeProvider clock)
{
    /// <summary>How many epochs of a fit get a line, at most.</summary>
    public const int MostLines = 10;

    /// <summary>Runs the job.</summary>
    public IReadOnlyList<TrainResult> Run(TrainOptions options, CancellationToken cancellation)
    {
        if (options.Threads is { } threads)
            FitThreads.Use(threads);
        var data = TrainingData.Load(options);
        var job = new TrainJob(options, data, clock);
        foreach (var cell in options.Cells)
            job.Network(cell);
        options.Files.Prepare(options.Cells);
        ReportFile.Prepare(options.Report);
        Announce(console, data, options);
        var results = new List<TrainResult>();
        foreach (var cell in options.Cells)
            results.Add(RunOne(job, options, cell, cancellation));
        if (options.Report is { } file)
        {
            TrainReport.Of(results, data.Frame, options.Source.Name, options.Refit).Save(file);
            console.WriteLine($"Report: {file}");
        }

        return results;
    }

    private TrainResult RunOne(TrainJob job, TrainOptions options, RecurrentCell cell, CancellationToken cancellation)
    {
        Announce(console, job.Network(cell), cell);
        var (result, losses) = FitScreen.Run(
            console, options.Fit, MostLines, progress => job.Run(cell, progress, cancellation), last => Cancelled(options.Checkpoint(cell, 1), options.Fit, last));
        ShowResult(console, result);
        return result with { Losses = losses };
    }

    /// <summary>What is kept of a fit that the user ended, and how to go on.</summary>
    /// <param name="checkpoint">The file of its checkpoint, or null for none.</param>
    /// <param name="fit">How it was fitted.</param>
    /// <param name="last">The last epoch that ended.</param>
    public static string Cancelled(string? checkpoint, FitOptions fit, int last) => (checkpoint, last) switch
    {
        (null, _) => $"Cancelled after epoch {last}{Of(fit)}. No checkpoint was asked for: nothing was kept (see --checkpoint).",
        (_, 0) => "Cancelled before the first epoch of this run ended. With --resume the same command goes on from the last checkpoint, if there is one.",
        ({ } file, _) => $"Cancelled after epoch {last}{Of(fit)}. Checkpoint: {file}. To go on: the same command with --resume.",
    };

    private static string Of(FitOptions fit) => fit.TimeLimit is null ? $" of {fit.Epochs}" : "";

    /// <summary>Says which network is fitted next.</summary>
    public static void Announce(IAnsiConsole console, NetworkDescription network, RecurrentCell cell)
    {
        console.WriteLine();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cell.Title}, {network.Parameters:N0} parameters:"));
    }

    /// <summary>Says what the data is.</summary>
    public static void Announce(IAnsiConsole console, TrainingData data, TrainOptions options)
    {
        var frame = data.Frame;
        var counts = new[] { DataPart.Train, DataPart.Validation, DataPart.Test }
            .Select(part => (Part: part, Count: data.Count(part, options.Window is null)))
            .Where(entry => entry.Count > 0)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Count:N0} to {(entry.Part == DataPart.Train ? "fit" : entry.Part == DataPart.Validation ? "validate" : "test")}"));
        var what = options.Window is null ? "sequences" : frame.Segments.Count > 1 ? $"rows of {frame.Segments.Count} series" : "rows";
        console.WriteLine($"{options.Source.Name}: {string.Join(", ", counts)} {what}, {frame.Features} feature{(frame.Features == 1 ? "" : "s")}.");
    }

    /// <summary>Shows a model that is done, and how it does.</summary>
    public static void ShowResult(IAnsiConsole console, TrainResult result)
    {
        var card = result.Card;
        var best = card.Fit!.BestEpoch is { } epoch ? string.Create(CultureInfo.InvariantCulture, $", weights of epoch {epoch} (validation loss {card.Fit.ValidationLoss:g4})") : "";
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{card.Fit.Passes ?? card.Fit.Epochs} epochs in {result.Time.TotalSeconds:0.0} s{best}. Largest difference to the exported file: {card.Parity:0.0e-0}."));
        if (result.Evaluation is { } report)
            EvaluationTable.Write(console, report, result.Cell.Title, "never fitted, never used to choose");
        console.WriteLine($"Model: {result.File}");
    }
}
