using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Shows the progress of training: a progress bar on a terminal, and a line for some of the epochs.</summary>
internal static class FitScreen
{
    /// <summary>Runs a fit, shows its progress and collects its losses.</summary>
    /// <param name="console">The console to write to.</param>
    /// <param name="fit">The options of the fit, for its number of epochs and its time limit.</param>
    /// <param name="lines">The maximum number of lines.</param>
    /// <param name="run">Runs the fit with the given progress reporter.</param>
    /// <param name="canceled">Creates the message for a canceled fit from the number of the last completed epoch.</param>
    /// <exception cref="FitCanceledException">The user canceled the fit.</exception>
    public static (T Result, IReadOnlyList<FitProgress> Losses) Run<T>(
        IAnsiConsole console, FitOptions fit, int lines, Func<IProgress<FitProgress>, T> run, Func<int, string> canceled)
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
            throw new FitCanceledException(canceled(losses.Count == 0 ? 0 : losses[^1].Epoch), exception);
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
                var bar = context.AddTask("training", maxValue: 1);
                run(progress =>
                {
                    bar.Value = progress.CompletedFraction;
                    Line(progress);
                });
                bar.StopTask();
            });

        void Line(FitProgress progress)
        {
            // With a time limit, the number of epochs is unknown in advance.
            var isSkipped = fit.TimeLimit is null
                ? progress.Epoch % every != 0 && progress.Epoch != progress.TotalEpochs
                : progress.CompletedFraction < shown + (1.0 / lines) && progress.CompletedFraction < 1;
            if (isSkipped)
                return;
            shown = progress.CompletedFraction;
            console.WriteLine(Text(progress));
        }
    }

    /// <summary>Formats the line of an epoch.</summary>
    public static string Text(FitProgress progress)
    {
        var validation = progress.ValidationLoss is { } loss ? $", Validation: {Number(loss)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"Epoch {progress.Epoch}, Loss: {Number(progress.Loss)}{validation}");
    }

    // Four decimals; six for a loss that four would round to almost nothing.
    private static string Number(double loss) => loss.ToString(loss >= 0.001 ? "0.0000" : "0.000000", CultureInfo.InvariantCulture);
}
