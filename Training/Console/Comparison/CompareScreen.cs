using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Runs <c>compare</c> and shows it: each fit as it goes, the table, memory reaches, scores, and what they lead to.</summary>
internal sealed class CompareScreen(IAnsiConsole console, TimeProvider clock)
{
    private const string Picture = "memory-reach.png";

    /// <summary>Runs the job.</summary>
    public (IReadOnlyList<CellComparison> Results, Recommendation Recommendation) Run(TrainOptions options, CancellationToken cancellation)
    {
        if (options.Threads is { } threads)
            FitThreads.Use(threads);
        var data = TrainingData.Load(options);
        if (!data.HasTest)
            throw new UserInputException("There are no rows to test, and the cells are compared on them: give --test-fraction above 0, or rows to test in the column of --split.");
        var job = new CompareJob(options, data, clock);
        foreach (var cell in options.Cells)
            job.Network(cell);
        if (options.Out is { } folder)
            OutputFolder.Prepare(folder);
        ReportFile.Prepare(options.Report);
        TrainScreen.Announce(console, data, options);
        var results = new List<CellComparison>();
        foreach (var cell in options.Cells)
            results.Add(RunOne(job, options, cell, cancellation));
        var recommendation = Recommendation.Of(results);
        Show(results, recommendation, options);
        if (options.Report is { } file)
        {
            CompareReport.Of(results, recommendation, data.Frame, options).Save(file);
            console.WriteLine($"Report: {file}");
        }

        return (results, recommendation);
    }

    private CellComparison RunOne(CompareJob job, TrainOptions options, RecurrentCell cell, CancellationToken cancellation)
    {
        TrainScreen.Announce(console, job.Network(cell), cell);
        var kept = options.Out is null || cell == options.Cells[0] ? "Nothing was kept." : $"The models of the cells before it are in {options.Out}.";
        var (result, losses) = FitScreen.Run(
            console,
            options.Fit,
            TrainScreen.MostLines,
            progress => job.Run(cell, progress, cancellation),
            last => $"Cancelled in the comparison of the {cell.Title}, after epoch {last} of {options.Fit.Epochs}. {kept}");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Card.Fit!.Epochs} epochs in {result.TrainingTime.TotalSeconds:0.0} s."));
        return result with { Losses = losses };
    }

    private void Show(IReadOnlyList<CellComparison> results, Recommendation recommendation, TrainOptions options)
    {
        console.WriteLine();
        console.Write(CompareTable.Of(results));
        console.WriteLine("Mult-adds: multiplications with an addition that a time step takes. Scored rows: sequences, in batches on all cores.");
        console.WriteLine("Peak MB: by how much this process's working set grew in the fit, sampled every 5 ms; its copy of the data is part of it.");
        console.WriteLine();
        foreach (var line in ReachText.Lines(results, console.Profile.Capabilities.Unicode))
            console.WriteLine(line);
        console.WriteLine();
        EvaluationTable.Write(console, [.. results.Select(result => (result.Cell.Title, result.Evaluation))], "never fitted, never used to choose");
        console.WriteLine(recommendation.Text);
        if (options.Out is null)
            return;
        var picture = Path.Combine(options.Out, Picture);
        ReachPicture.Draw(results, picture);
        console.WriteLine($"Models: {string.Join(", ", results.Select(result => result.File))}");
        console.WriteLine($"Picture: {picture}");
    }
}
