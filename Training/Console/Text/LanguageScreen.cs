using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Runs <c>train --task language</c> and shows it.</summary>
internal sealed class LanguageScreen(IAnsiConsole console, TimeProvider clock)
{
    private const int MaxLines = 20;

    /// <summary>Runs the job.</summary>
    public IReadOnlyList<TrainResult> Run(LanguageOptions options, CancellationToken cancellation)
    {
        using var threads = FitThreads.SetTemporarily(options.Threads);
        var job = new LanguageJob(options, clock);
        foreach (var cell in options.Cells)
            job.Network(cell);
        options.Files.Prepare(options.Cells);
        ReportFile.Prepare(options.Report);
        string[] parts =
        [
            Part(job.TrainingTokens, "fit"),
            .. job.TrainingTokens < job.TrainAndValidationTokens ? [Part(job.TrainAndValidationTokens - job.TrainingTokens, "validate")] : Array.Empty<string>(),
            .. job.TrainAndValidationTokens < job.TokenCount ? [Part(job.TokenCount - job.TrainAndValidationTokens, "test")] : Array.Empty<string>(),
        ];
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Source.Name}: {string.Join(", ", parts)} {TokenizedText.GetNoun(options.TokenUnit)}, {job.Network(options.Cells[0]).Classes:N0} different ones."));
        var results = new List<TrainResult>();
        foreach (var cell in options.Cells)
            results.Add(RunOne(job, options, cell, cancellation));
        if (options.Report is { } file)
        {
            TrainReport.Create(results, frame: null, options.Source.Name, refit: false).Save(file);
            console.WriteLine($"Report: {file}");
        }

        return results;
    }

    private static string Part(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} to {what}");

    private TrainResult RunOne(LanguageJob job, LanguageOptions options, RecurrentCell cell, CancellationToken cancellation)
    {
        TrainScreen.Announce(console, job.Network(cell), cell);
        var (result, losses) = FitScreen.Run(
            console, options.Fit, MaxLines, progress => job.Run(cell, progress, cancellation), last => TrainScreen.Cancelled(options.Files.GetCheckpointFile(cell), options.Fit, last));
        TrainScreen.ShowResult(console, result);
        if (!options.Resume)
        {
            var rate = job.TrainingTokens * (result.Card.Fit!.CompletedEpochs ?? result.Card.Fit.Epochs) / result.Duration.TotalSeconds;
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Fitted {rate:N0} {TokenizedText.GetNoun(options.TokenUnit)} per second."));
        }

        return result with { Losses = losses };
    }
}
