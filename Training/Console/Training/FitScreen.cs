using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Shows a fit as it goes: a bar on a terminal, some lines anywhere.</summary>
internal static class FitScreen
{
    /// <summary>Runs a fit, shows what it reports, and keeps it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="fit">How many epochs there will be, and how much time.</param>
    /// <param name="lines">How many epochs get a line, at most.</param>
    /// <param name="run">Fits, and reports to what it is given.</param>
    /// <param name="cancelled">What is said of a fit that the user ended, by the last epoch that ended.</param>
    /// <exception cref="FitCancelledException">The user ended it.</exception>
    public static (T Result, IReadOnlyList<FitProgress> Losses) Run<T>(
        IAnsiConsole console, FitOptions fit, int lines, Func<IProgress<FitProgress>, T> run, Func<int, string> cancelled)
    {
        var losses = new List<FitProgress>();
        T result = default!;
        try
        {
            Show(console, fit, lines, report => result = run(new FitProgressReporter(progress =>
            {
                losses.Add(progress);
                report(progress);
            })));
        }
        catch (OperationCanceledException exception)
        {
            throw new FitCancelledException(cancelled(losses.Count == 0 ? 0 : losses[^1].Epoch), exception);
        }

        return (result, losses);
    }

    private static void Show(IAnsiConsole console, FitOptions fit, int lines, Action<Action<FitProgress>> run)
    {
        var (every, shown) = (Math.Max(1, fit.Epochs / lines), 0.0);
        if (!console.IsLive())
        {
            run(Line);
            return;
        }

        console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var bar = context.AddTask("fitting", maxValue: 1);
                run(progress =>
                {
                    bar.Value = progress.CompletedFraction;
                    Line(progress);
                });
                bar.StopTask();
            });

        void Line(FitProgress progress)
        {
            // Nobody knows how many epochs there is time for.
            if (fit.TimeLimit is null ? progress.Epoch % every != 0 && progress.Epoch != progress.TotalEpochs : progress.CompletedFraction < shown + (1.0 / lines) && progress.CompletedFraction < 1)
                return;
            shown = progress.CompletedFraction;
            console.WriteLine(Text(progress));
        }
    }

    /// <summary>The line of an epoch.</summary>
    public static string Text(FitProgress progress) => string.Create(
        CultureInfo.InvariantCulture, $"Epoch {progress.Epoch}, Loss: {Number(progress.Loss)}{(progress.ValidationLoss is { } loss ? $", Validation: {Number(loss)}" : "")}");

    // Four digits, as taught; six where four would hide the loss.
    private static string Number(double loss) => loss.ToString(loss >= 0.001 ? "0.0000" : "0.000000", CultureInfo.InvariantCulture);
}
