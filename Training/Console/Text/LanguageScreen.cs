using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Runs <c>train --task language</c> and shows its progress and results.</summary>
internal sealed class LanguageScreen(IAnsiConsole console, TimeProvider clock)
{
    private const int MaxLines = 20;

    /// <summary>Runs the job.</summary>
    public IReadOnlyList<TrainResult> Run(LanguageOptions options, CancellationToken cancellation)
    {
        var files = options.Files.AddTo(new CommandFiles().Read("option --text", options.Source.Path), options.Cells)
            .Write("option --report", options.Report)
            .Check();
        using var threads = options.Threads is { } count ? FitThreads.SetTemporarily(count) : null;
        var job = new LanguageJob(options, clock);
        foreach (var cell in options.Cells)
            job.Network(cell);
        files.Prepare();
        using var locks = options.Files.Lock("train", options.Cells);
        var counts = TrainScreen.FormatCounts(
            TokenizedText.GetNoun(options.TokenUnit),
            job.TrainingTokens,
            job.TrainAndValidationTokens - job.TrainingTokens,
            job.TokenCount - job.TrainAndValidationTokens);
        console.WriteSafeLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Source.Name}: {counts}, vocabulary size {job.Network(options.Cells[0]).Classes:N0}."));
        var results = new List<TrainResult>();
        foreach (var cell in options.Cells)
            results.Add(RunOne(job, options, cell, locks, cancellation));
        ReportFile.Save(console, options.Report, () => TrainReport.Create(results, frame: null, profile: null, options.Source.Title, refit: false));
        return results;
    }

    private TrainResult RunOne(
        LanguageJob job, LanguageOptions options, RecurrentCell cell, ModelLocks locks, CancellationToken cancellation)
    {
        TrainScreen.Announce(console, job.Network(cell), cell);
        var (result, losses) = FitScreen.Run(
            console,
            options.Fit,
            MaxLines,
            progress => job.Run(cell, locks, progress, cancellation),
            last => TrainScreen.FormatCanceled(options.Files.GetCheckpointFile(cell), options.Fit, last));
        TrainScreen.ShowResult(console, result);
        if (!options.Resume)
        {
            var rate = job.TrainingTokens * (result.Card.Fit!.CompletedEpochs ?? result.Card.Fit.Epochs) / result.Duration.TotalSeconds;
            var noun = TokenizedText.GetNoun(options.TokenUnit);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Training speed: {rate:N0} {noun} per second."));
        }

        return result with { Losses = losses };
    }
}
