using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Runs <c>compare</c> and shows the progress of training, the measurements, the memory reach, the scores and the recommendation.</summary>
internal sealed class CompareScreen(IAnsiConsole console, TimeProvider clock)
{
    private const string Picture = "memory-reach.png";

    /// <summary>Runs the job.</summary>
    /// <returns>The comparison, and the warnings about the data.</returns>
    public (TableComparison Comparison, IReadOnlyList<string> Warnings) Run(TrainOptions options, CancellationToken cancellation)
    {
        var files = CheckFiles(options);
        var trainers = (options with { Source = ReadingProgress.Show(console, options.Source) }).Trainers(clock);
        if (!trainers[0].Data.HasTest)
        {
            throw new UserInputException(
                "There is no test data to compare the cells on: set --test-fraction above 0, or mark test rows in the column of --split.");
        }

        files.Prepare();
        using var locks = options.Out is null ? null : options.Files.Lock("compare", options.Cells);
        var profile = TableProfile.FromFrame(trainers[0].Data.Frame);
        var warnings = TrainScreen.Announce(console, trainers[0], options.Source, profile);
        var results = new List<CellComparison>();
        foreach (var trainer in trainers)
            results.Add(RunOne(trainer, options, locks, cancellation));
        var comparison = TableComparison.Create(results);
        Show(comparison, options);
        ReportFile.Save(console, options.Report, () => CompareReport.Create(
            comparison, trainers[0].Data.Frame, ProfileBlocks.CreateSection(profile, warnings), options.Source.Title));
        return (comparison, warnings);
    }

    private static CommandFiles CheckFiles(TrainOptions options)
    {
        var files = new CommandFiles().Read(options.DataFile).Write("option --report", options.Report);
        if (options.Out is { } folder)
            options.Files.AddTo(files, options.Cells).Write("the picture of option --out", Path.Combine(folder, Picture));
        return files.Check();
    }

    private CellComparison RunOne(TableTrainer trainer, TrainOptions options, ModelLocks? locks, CancellationToken cancellation)
    {
        var (cell, fit) = (trainer.Options.Cell, trainer.Options.Fit);
        TrainScreen.Announce(console, trainer.Network, cell);
        var kept = options.Out is null || cell == options.Cells[0] ? "Nothing was kept." : $"The models of the previous cells are in {options.Out}.";
        var (result, losses) = FitScreen.Run(
            console,
            fit,
            TrainScreen.MaxLines,
            progress => LibraryCall.Run(() => trainer.Measure(progress, cancellation)),
            last => $"Canceled while training the {cell.DisplayName}, after epoch {last} of {fit.Epochs}. {kept}");
        if (locks is not null)
            result.Model.SaveLocked(locks[options.Files.GetModelFile(cell)]);
        var epochs = result.Card.Fit!.Epochs;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{ConsoleText.Count(epochs, "epoch")} in {result.TrainingTime.TotalSeconds:0.0} s."));
        return result with { Losses = losses };
    }

    private void Show(TableComparison comparison, TrainOptions options)
    {
        var results = comparison.Cells;
        console.WriteLine();
        console.Write(CompareTable.Create(results));
        console.WriteLine("Mult-adds: multiply-add operations per time step. Scored rows/s: sequences per second, scored in batches on all cores.");
        console.WriteLine("Peak MB: growth of the working set of this process during training, sampled every 5 ms, including its copy of the data.");
        console.WriteLine();
        foreach (var line in ReachText.GetLines(results, console.Profile.Capabilities.Unicode))
            console.WriteLine(line);
        console.WriteLine();
        EvaluationTable.Write(console, [.. results.Select(result => (result.Cell.DisplayName, result.Evaluation))], TrainScreen.ScoreNote);
        console.WriteSafeLine(comparison.Text);
        if (options.Out is null)
            return;
        var picture = Path.Combine(options.Out, Picture);
        ReachPicture.Draw(results, picture);
        console.WriteSafeLine($"Models: {string.Join(", ", options.Cells.Select(options.Files.GetModelFile))}");
        console.WriteSafeLine($"Picture: {picture}");
    }
}
