using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Runs <c>train</c> on a table and shows the losses, a progress bar on a terminal, and the scores of models and baselines.</summary>
internal sealed class TrainScreen(IAnsiConsole console, TimeProvider clock)
{
    /// <summary>The maximum number of lines that show the losses of one fit.</summary>
    public const int MaxLines = 10;

    /// <summary>The description of the scored data in tables and reports.</summary>
    public const string ScoreNote = "held out from training and validation";

    /// <summary>Runs the job.</summary>
    public IReadOnlyList<TrainResult> Run(TrainOptions options, CancellationToken cancellation)
    {
        var files = options.Files.AddTo(new CommandFiles().Read(options.DataFile), options.Cells, options.Training.EnsembleSize)
            .Write("option --report", options.Report)
            .Check();
        var trainers = (options with { Source = ReadingProgress.Show(console, options.Source) }).Trainers(clock);
        files.Prepare();
        using var locks = options.Files.Lock("train", options.Cells);
        var profile = TableProfile.FromFrame(trainers[0].Data.Frame);
        var warnings = Announce(console, trainers[0], options.Source, profile);
        var results = new List<TrainResult>();
        foreach (var trainer in trainers)
            results.Add(RunOne(trainer, options, locks, cancellation) with { Warnings = warnings });
        ReportFile.Save(
            console,
            options.Report,
            () => TrainReport.Create(results, trainers[0].Data.Frame, profile, options.Source.Title, options.Training.Refit));
        return results;
    }

    private TrainResult RunOne(TableTrainer trainer, TrainOptions options, ModelLocks locks, CancellationToken cancellation)
    {
        var (cell, fit) = (trainer.Options.Cell, trainer.Options.Fit);
        Announce(console, trainer.Network, cell);
        var (model, losses) = FitScreen.Run(
            console,
            fit,
            MaxLines,
            progress => LibraryCall.Run(() => trainer.Fit(progress, cancellation)),
            last => FormatCanceled(options.GetCheckpointFile(cell), fit, last));
        var file = options.Files.GetModelFile(cell);
        model.SaveLocked(locks[file]);
        var result = new TrainResult
        {
            Cell = cell,
            File = file,
            Card = model.Card,
            Duration = model.TrainingTime,
            Evaluation = model.Evaluation,
            Losses = losses,
        };
        ShowResult(console, result);
        return result;
    }

    /// <summary>The message for a canceled fit: what was kept, and how to continue.</summary>
    /// <param name="checkpoint">The checkpoint file, or null for none.</param>
    /// <param name="fit">The training options.</param>
    /// <param name="last">The last completed epoch.</param>
    public static string FormatCanceled(string? checkpoint, FitOptions fit, int last) => (checkpoint, last) switch
    {
        (null, _) => $"Canceled after epoch {last}{FormatEpochs(fit)}. Nothing was kept, because no checkpoint was requested (see --checkpoint).",
        (_, 0) => "Canceled before the first epoch of this run ended. To continue from the last checkpoint, if any, add --resume to the command.",
        ({ } file, _) => $"Canceled after epoch {last}{FormatEpochs(fit)}. Checkpoint: {file}. To continue, add --resume to the command.",
    };

    private static string FormatEpochs(FitOptions fit) => fit.TimeLimit is null ? $" of {fit.Epochs}" : "";

    /// <summary>Writes the size of the network that is trained next.</summary>
    public static void Announce(IAnsiConsole console, NetworkDescription network, RecurrentCell cell)
    {
        console.WriteLine();
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cell.DisplayName}, {network.ParameterCount:N0} parameters:"));
    }

    /// <summary>Writes the size and the profile of the data, and warnings about it.</summary>
    /// <returns>The warnings.</returns>
    public static IReadOnlyList<string> Announce(IAnsiConsole console, TableTrainer trainer, TableSource source, TableProfile profile)
    {
        var (data, frame, isWhole) = (trainer.Data, trainer.Data.Frame, trainer.Options.Window is null);
        var noun = isWhole ? "sequences" : "rows";
        var series = isWhole || frame.Segments.Count == 1 ? "" : $" in {frame.Segments.Count} series";
        var counts = FormatCounts(
            noun, data.Count(DataPart.Train, isWhole), data.Count(DataPart.Validation, isWhole), data.Count(DataPart.Test, isWhole));
        console.WriteDescription(source);
        console.WriteSafeLine($"{source.Name}: {counts}{series}, {ConsoleText.Count(frame.Features, "feature")}.");
        ProfileScreen.WriteHead(console, profile);
        string[] split = SplitWarning.Create(trainer) is { } warning ? [warning] : [];
        IReadOnlyList<string> warnings = [.. trainer.Warnings, .. ProfileFacts.GetWarnings(profile), .. split];
        console.WriteWarnings(warnings);
        return warnings;
    }

    /// <summary>Lists the sizes of the parts of the data that are not empty.</summary>
    /// <param name="noun">The unit: rows, sequences, characters.</param>
    /// <param name="training">The number of units to train on.</param>
    /// <param name="validation">The number of units to validate on.</param>
    /// <param name="test">The number of units to test on.</param>
    public static string FormatCounts(string noun, int training, int validation, int test)
    {
        (int Count, string Part)[] parts = [(training, "training"), (validation, "validation"), (test, "test")];
        return string.Join(", ", parts
            .Where(part => part.Count > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count:N0} {part.Part} {noun}")));
    }

    /// <summary>Shows a trained model and its scores.</summary>
    public static void ShowResult(IAnsiConsole console, TrainResult result)
    {
        var card = result.Card;
        var best = card.Fit!.BestEpoch is { } epoch
            ? string.Create(CultureInfo.InvariantCulture, $", best weights from epoch {epoch} (validation loss {card.Fit.ValidationLoss:g4})")
            : "";
        var epochs = ConsoleText.Count(card.Fit.CompletedEpochs ?? card.Fit.Epochs, "epoch");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{epochs} in {result.Duration.TotalSeconds:0.0} s{best}. Parity error of the exported file: {card.ParityError:0.0e-0}."));
        if (result.Evaluation is { } report)
            EvaluationTable.Write(console, report, result.Cell.DisplayName, ScoreNote);
        console.WriteSafeLine($"Model: {result.File}");
    }
}
