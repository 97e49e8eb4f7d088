using SkiaSharp;
using Xunit;

namespace MlNetRecurrent.EndToEnd;

/// <summary>Reports in a browser.</summary>
public sealed class ReportTests
{
    private static readonly string[] Quick = ["--epochs", "3", "--hidden", "4", "--threads", "1"];

    [Fact]
    public async Task Train_Report_ShowsEveryCellsCharts()
    {
        using var folder = new TemporaryFolder();

        // The data: the target and its autocorrelations. For each cell: scores, errors by step, losses, forecasts.
        await CheckAsync(
            folder,
            "RNN, LSTM, GRU on airline",
            pictures: 14,
            [
                "train", "--sample", "airline", "--cell", "all", "--horizon", "3", "--quantiles", "0.1,0.5,0.9", "--patience", "3", "--out",
                folder["models"], .. Quick]);
    }

    [Fact]
    public async Task Evaluate_Report_ShowsScoresAndConfusion()
    {
        using var folder = new TemporaryFolder();
        Browser();
        await RunAsync(["train", "--sample", "digits", "--out", folder["d.onnx"], .. Quick]);

        // The shares of the classes, and the scores.
        await CheckAsync(folder, "d.onnx on digits", pictures: 2, ["evaluate", folder["d.onnx"], "--sample", "digits"]);
    }

    [Fact]
    public async Task Retrain_Report_ShowsPreviousAndNewModel()
    {
        using var folder = new TemporaryFolder();
        Browser();
        await RunAsync(["train", "--sample", "airline", "--out", folder["a.onnx"], .. Quick]);

        // The data: the target and its autocorrelations. Previous and new model: bars, and forecasts of both. New model: scores, losses, forecasts.
        await CheckAsync(
            folder,
            "a.onnx retrained on airline",
            pictures: 7,
            ["retrain", folder["a.onnx"], "--sample", "airline", "--epochs", "30", "--lr", "0.01", "--threads", "1"]);
    }

    [Fact]
    public async Task Browser_PageWithAnError_ReportsIt()
    {
        using var folder = new TemporaryFolder();
        var file = folder["bad.html"];
        await File.WriteAllTextAsync(file, "<!DOCTYPE html><title>bad</title><script>missing()</script>", TestContext.Current.CancellationToken);

        var (_, messages) = await new Browser(Browser(), folder).ReadAsync(file, TestContext.Current.CancellationToken);

        Assert.Contains(messages, message => message.Contains("missing is not defined", StringComparison.Ordinal));
    }

    private static string Browser()
    {
        var program = EndToEnd.Browser.Find();
        Assert.SkipWhen(program is null, "Chromium, which opens the reports, is not installed.");
        return program;
    }

    private static async Task RunAsync(string[] arguments)
    {
        var run = await ConsoleRun.StartAsync(TestContext.Current.CancellationToken, arguments);
        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
    }

    private static async Task CheckAsync(TemporaryFolder folder, string title, int pictures, string[] command)
    {
        var (browser, file, cancellation) = (new Browser(Browser(), folder), folder["report.html"], TestContext.Current.CancellationToken);
        await RunAsync([.. command, "--report", file]);

        var read = browser.ReadAsync(file, cancellation);
        var drawings = await Task.WhenAll(
            browser.DrawAsync(file, 1200, isDark: false, cancellation), browser.DrawAsync(file, 390, isDark: true, cancellation));
        var (page, messages) = await read;

        Assert.Empty(messages);
        Assert.Contains($"<title>{title}</title>", page, StringComparison.Ordinal);
        Assert.Equal(pictures, page.Split("<svg ").Length - 1);
        Assert.Equal([1200, 390], drawings.Select(drawing => drawing.Width));
        Assert.Equal([true, false], drawings.Select(drawing => IsLight(drawing.GetPixel(1, 1))));
        foreach (var drawing in drawings)
        {
            // Text and charts contrast with the background.
            var background = IsLight(drawing.GetPixel(1, 1));
            Assert.InRange(drawing.Pixels.Count(pixel => IsLight(pixel) != background), 1000, drawing.Pixels.Length / 2);
            drawing.Dispose();
        }
    }

    private static bool IsLight(SKColor color) => color.Red + color.Green + color.Blue > 3 * 128;
}
