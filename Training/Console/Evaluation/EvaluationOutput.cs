using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Writes the scores of a model, for tables and texts alike: as text, as a report and as JSON.</summary>
internal static class EvaluationOutput
{
    /// <summary>Writes the scores and, if requested, the report.</summary>
    /// <param name="output">The console to write to.</param>
    /// <param name="path">The model file.</param>
    /// <param name="card">The model card.</param>
    /// <param name="report">The scores.</param>
    /// <param name="source">The name of the data, without its folder: reports are passed on.</param>
    /// <param name="leftOut">The rest of a sentence about the data that states which part was excluded.</param>
    /// <param name="includeTraining">Whether data that was used for training is scored too.</param>
    /// <param name="page">The report file; null for none.</param>
    public static void Write(
        IAnsiConsole output, string path, ModelCard card, EvaluationReport report, string source, string leftOut, bool includeTraining, string? page)
    {
        var (name, scored) = (Path.GetFileName(path), includeTraining ? "including training data" : "none used for training");
        EvaluationTable.Write(output, report, name, scored);
        var shown = new ReportedModel(name, card, report.Frame) { Evaluation = report, ScoreNote = scored };
        ReportFile.Save(output, page, () => new ReportPage($"{name} on {source}", $"{source}: {leftOut}",
        [
            .. report.Frame is { } frame ? [ProfileBlocks.CreateSection(TableProfile.FromFrame(frame), report.Warnings)] : (ReportSection[])[],
            .. shown.CreateSections(),
        ]));
    }

    /// <summary>Writes the scores as JSON.</summary>
    /// <param name="output">The console to write to.</param>
    /// <param name="path">The model file.</param>
    /// <param name="report">The scores.</param>
    /// <param name="more">Additional values.</param>
    public static void WriteJson(IAnsiConsole output, string path, EvaluationReport report, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var values = new Dictionary<string, object?> { ["file"] = path };
        EvaluationJson.AddScores(values, report);
        values["warnings"] = report.Warnings;
        foreach (var (name, value) in more)
            values[name] = value;
        JsonLine.Write(output, values);
    }
}
