using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>A model and the naive forecasts on rows that the model has not seen.</summary>
internal static class EvaluateCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var (data, text) = (new DataOptions(), new TextOptions());
        var file = CommandOptions.Model("A model that train made.");
        var all = new Option<bool>("--include-fitted") { Description = "Score the rows that the model was fitted on too." };
        var stride = CommandOptions.TestStride("--stride");
        var report = CommandOptions.Report();
        var json = CommandOptions.Json();
        var command = new Command("evaluate", "Scores a model beside naive forecasts on the rows, or the text, that it has not seen.") { file };
        foreach (var option in (IEnumerable<Option>)[.. data.SourceOnly, text.Text, stride, all, report, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(file)!;
            ReportFile.Prepare(parsed.GetValue(report));
            if (LanguageEvaluateJob.IsFor(path))
            {
                CommandOptions.Refuse(parsed, [.. data.NotForTexts.Intersect(data.SourceOnly), stride], "a language model");
                LanguageEvaluateJob.Run(output, path, text.Source(parsed, data.SampleName(parsed)), parsed.GetValue(all), parsed.GetValue(report), parsed.GetValue(json), cancellation);
                return Task.FromResult(ExitCode.Done);
            }

            CommandOptions.Refuse(parsed, [text.Text], "a model that reads tables");
            Run(output, path, data.Source(parsed).Source, CommandOptions.AtLeastOne(stride, parsed.GetValue(stride)), parsed.GetValue(all), parsed.GetValue(report), parsed.GetValue(json), cancellation);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Run(IAnsiConsole output, string path, DataSource source, int? stride, bool includeFitted, string? page, bool json, CancellationToken cancellation)
    {
        using var model = FileScorer.Open(path);
        // What is for testing is decided by what the model has seen, not by the file.
        var reading = ModelReading.Of(model.Card, path, stride);
        var frame = ModelReading.Read(source, model.Card.Columns! with { Split = null });
        var seen = FittedRows.Recognise(frame, model.Card.Data!);
        if (includeFitted)
            Array.Fill(frame.Parts, DataPart.Test);
        var sequences = reading.Shape.Stretches(frame, DataPart.Test).ToList();
        if (sequences.Count == 0)
            throw new SequenceDataException(seen is null ? reading.Shape.NothingFor(frame, DataPart.Test) : $"{source.Name} has nothing that the model has not seen ({seen}): give newer data, or --include-fitted to score all the same.");
        var report = Evaluator.Run(frame, sequences, model, cancellation);
        var (name, scored) = (Path.GetFileName(path), includeFitted ? "fitted ones among them" : "none of them fitted");
        var leftOut = seen is null ? $"{source.Name}: the model was fitted on none of these rows."
            : includeFitted ? $"{source.Name}: scored all the same, {seen.Replace("left out", "of those", StringComparison.Ordinal)}."
            : $"{source.Name}: {seen}.";
        output.WriteLine(leftOut);
        EvaluationTable.Write(output, report, name, scored);
        if (page is not null)
        {
            var shown = new ReportedModel(name, model.Card, frame) { Evaluation = report, Scored = scored };
            new ReportPage($"{name} on {source.Name}", leftOut, [.. shown.Sections()]).Save(page);
            output.WriteLine($"Report: {page}");
        }

        if (!json)
            return;
        var values = new Dictionary<string, object?> { ["file"] = path };
        EvaluationJson.AddScores(values, report);
        values["leftOut"] = includeFitted ? null : seen;
        JsonLine.Write(output, values);
    }
}
