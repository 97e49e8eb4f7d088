using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Runs <c>train --task language</c> and shows it.</summary>
internal sealed class LanguageScreen(IAnsiConsole console, TimeProvider clock)
{
    private const int MostLines = 20;

    /// <summary>Runs the job.</summary>
    public IReadOnlyList<TrainResult> Run(LanguageOptions options, CancellationToken cancellation)
    {
        using var threads = FitThreads.For(options.Threads);
        var job = new LanguageJob(options, clock);
        foreach (var cell in options.Cells)
            job.Network(cell);
        options.Files.Prepare(options.Cells);
        ReportFile.Prepare(options.Report);
        string[] parts =
        [
            Part(job.Fitted, "fit"),
            .. job.Fitted < job.Known ? [Part(job.Known - job.Fitted, "validate")] : Array.Empty<string>(),
            .. job.Known < job.Count ? [Part(job.Count - job.Known, "test")] : Array.Empty<string>(),
        ];
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Source.Name}: {string.Join(", ", parts)} {TokenizedText.Noun(options.Kind)}, {job.Network(options.Cells[0]).Classes:N0} different ones."));
        var results = new List<TrainResult>();
        foreach (var cell in options.Cells)
            results.Add(RunOne(job, options, cell, cancellation));
        if (options.Report is { } file)
        {
            TrainReport.Of(results, frame: null, options.Source.Name, refit: false).Save(file);
            console.WriteLine($"Report: {file}");
        }

        return results;
    }

    private static string Part(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} to {what}");

    private TrainResult RunOne(LanguageJob job, LanguageOptions options, RecurrentCell cell, CancellationToken cancellation)
    {
        TrainScreen.Announce(console, job.Network(cell), cell);
        var (result, losses) = FitScreen.Run(
            console, options.Fit, MostLines, progress => job.Run(cell, progress, cancellation), last => TrainScreen.Cancelled(options.Files.Checkpoint(cell), options.Fit, last));
        TrainScreen.ShowResult(console, result);
        if (!options.Resume)
        {
            var rate = job.Fitted * (result.Card.Fit!.Passes ?? result.Card.Fit.Epochs) / result.Time.TotalSeconds;
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Fitted {rate:N0} {TokenizedText.Noun(options.Kind)} per second."));
        }

        return result with { Losses = losses };
    }
}
