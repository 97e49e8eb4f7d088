using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Runs the sine experiment and shows the losses, a progress bar on a terminal, the table of results and the output files.</summary>
internal sealed class SineScreen(IAnsiConsole console, TimeProvider clock)
{
    private const int EpochsPerLine = 10;

    /// <summary>Runs the job.</summary>
    public void Run(SineOptions options, CancellationToken cancellation)
    {
        var job = new SineJob(options, clock);
        job.Check();
        console.WriteLine($"y = sin(x), {SineSeries.Count} points over [0, {SineSeries.End}].");
        console.WriteLine($"{SineSeries.Count - options.Window} windows of {options.Window} points, each with the next value as its target.");
        var results = new List<SineResult>();
        WithProgress(options, (cell, progress) => results.Add(job.Run(cell, progress, cancellation)));

        SinePicture.Draw(results, options.Window, job.PictureFile);
        console.WriteLine();
        console.Write(SineTable.Create(results));
        console.WriteSafeLine($"Models: {string.Join(", ", results.Select(result => result.File))}");
        console.WriteSafeLine($"Picture: {job.PictureFile}");
    }

    private void WithProgress(SineOptions options, Action<RecurrentCell, IProgress<FitProgress>> run)
    {
        if (!console.IsLive())
        {
            foreach (var cell in ComparedCells.All)
            {
                Announce(cell);
                run(cell, new FitProgressReporter(Line));
            }

            return;
        }

        console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context =>
            {
                var bars = ComparedCells.All.ToDictionary(
                    cell => cell, cell => context.AddTask(cell.DisplayName, autoStart: false, maxValue: options.Epochs));
                foreach (var (cell, bar) in bars)
                {
                    bar.StartTask();
                    Announce(cell);
                    run(cell, new FitProgressReporter(progress =>
                    {
                        bar.Value = progress.Epoch;
                        Line(progress);
                    }));
                    bar.StopTask();
                }
            });
    }

    private void Announce(RecurrentCell cell)
    {
        console.WriteLine();
        console.WriteLine($"{cell.DisplayName}:");
    }

    private void Line(FitProgress progress)
    {
        if (progress.Epoch % EpochsPerLine == 0)
            console.WriteLine(FitScreen.Text(progress));
    }
}
