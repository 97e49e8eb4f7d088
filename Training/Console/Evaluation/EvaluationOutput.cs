using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Shows how a model does: of a table or of a text, on a screen, on a page and for programs.</summary>
internal static class EvaluationOutput
{
    /// <summary>Writes the scores, and the page that is asked for.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="path">The file of the model.</param>
    /// <param name="card">Its card.</param>
    /// <param name="report">The scores.</param>
    /// <param name="source">What the data are called.</param>
    /// <param name="leftOut">What was left out of the data, in a sentence.</param>
    /// <param name="includeFitted">Whether data that were fitted are scored too.</param>
    /// <param name="page">The file of the page; null for none.</param>
    public static void Write(
        IAnsiConsole output, string path, ModelCard card, EvaluationReport report, string source, string leftOut, bool includeFitted, string? page)
    {
        var (name, scored) = (Path.GetFileName(path), includeFitted ? "fitted ones among them" : "none of them fitted");
        EvaluationTable.Write(output, report, name, scored);
        if (page is null)
            return;
        var shown = new ReportedModel(name, card, report.Frame) { Evaluation = report, ScoreNote = scored };
        new ReportPage($"{name} on {source}", leftOut, [.. shown.CreateSections()]).Save(page);
        output.WriteLine($"Report: {page}");
    }

    /// <summary>Writes the scores for programs.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="path">The file of the model.</param>
    /// <param name="report">The scores.</param>
    /// <param name="more">What else is said.</param>
    public static void WriteJson(IAnsiConsole output, string path, EvaluationReport report, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var values = new Dictionary<string, object?> { ["file"] = path };
        EvaluationJson.AddScores(values, report);
        foreach (var (name, value) in more)
            values[name] = value;
        JsonLine.Write(output, values);
    }
}
