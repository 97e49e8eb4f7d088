using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Runs <c>compare</c> and shows it: each fit as it goes, the table, memory reaches, scores, and what they lead to.</summary>
internal sealed class CompareScreen(IAnsiConsole console, TimeProvider clock)
{
    private const string Picture = "memory-reach.png";

    /// <summary>Runs the job.</summary>
    public TableComparison Run(TrainOptions options, CancellationToken cancellation)
    {
        var trainers = options.Trainers(clock);
        if (!trainers[0].Data.HasTest)
            throw new UserInputException("There are no rows to test, and the cells are compared on them: give --test-fraction above 0, or rows to test in the column of --split.");
        if (options.Out is { } folder)
            OutputFolder.Prepare(folder);
        ReportFile.Prepare(options.Report);
        TrainScreen.Announce(console, trainers[0], options.Source);
        var results = new List<CellComparison>();
        foreach (var trainer in trainers)
            results.Add(RunOne(trainer, options, cancellation));
        var comparison = TableComparison.Of(results);
        Show(comparison, options);
        if (options.Report is { } file)
        {
            CompareReport.Create(comparison, trainers[0].Data.Frame, options.Source.Name).Save(file);
            console.WriteLine($"Report: {file}");
        }

        return comparison;
    }

    private CellComparison RunOne(TableTrainer trainer, TrainOptions options, CancellationToken cancellation)
    {
        var (cell, fit) = (trainer.Options.Cell, trainer.Options.Fit);
        TrainScreen.Announce(console, trainer.Network, cell);
        var kept = options.Out is null || cell == options.Cells[0] ? "Nothing was kept." : $"The models of the cells before it are in {options.Out}.";
        var (result, losses) = FitScreen.Run(
            console,
            fit,
            TrainScreen.MaxLines,
            progress => LibraryCall.Run(() => trainer.Measure(progress, cancellation)),
            last => $"Cancelled in the comparison of the {cell.DisplayName}, after epoch {last} of {fit.Epochs}. {kept}");
        if (options.Out is not null)
            result.Model.Save(options.Files.GetModelFile(cell));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Card.Fit!.Epochs} epochs in {result.TrainingTime.TotalSeconds:0.0} s."));
        return result with { Losses = losses };
    }

    private void Show(TableComparison comparison, TrainOptions options)
    {
        var results = comparison.Cells;
        console.WriteLine();
        console.Write(CompareTable.Create(results));
        console.WriteLine("Mult-adds: multiplications with an addition that a time step takes. Scored rows: sequences, in batches on all cores.");
        console.WriteLine("Peak MB: by how much this process's working set grew in the fit, sampled every 5 ms; its copy of the data is part of it.");
        console.WriteLine();
        foreach (var line in ReachText.GetLines(results, console.Profile.Capabilities.Unicode))
            console.WriteLine(line);
        console.WriteLine();
        EvaluationTable.Write(console, [.. results.Select(result => (result.Cell.DisplayName, result.Evaluation))], "never fitted, never used to choose");
        console.WriteLine(comparison.Text);
        if (options.Out is null)
            return;
        var picture = Path.Combine(options.Out, Picture);
        ReachPicture.Draw(results, picture);
        console.WriteLine($"Models: {string.Join(", ", options.Cells.Select(options.Files.GetModelFile))}");
        console.WriteLine($"Picture: {picture}");
    }
}
