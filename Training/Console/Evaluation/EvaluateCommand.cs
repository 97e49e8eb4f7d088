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
        var file = CommandOptions.CreateModelArgument("A model that train made.");
        var all = new Option<bool>("--include-fitted") { Description = "Score the rows that the model was fitted on too." };
        var stride = CommandOptions.CreateTestStrideOption("--stride");
        var report = CommandOptions.CreateReportOption();
        var json = CommandOptions.CreateJsonOption();
        var command = new Command("evaluate", "Scores a model beside naive forecasts on the rows, or the text, that it has not seen.") { file };
        foreach (var option in (IEnumerable<Option>)[.. data.SourceOnly, text.Text, stride, all, report, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(file)!;
            ReportFile.Prepare(parsed.GetValue(report));
            if (LanguageEvaluateJob.IsFor(path))
            {
                CommandOptions.Reject(parsed, [.. data.NotForTexts.Intersect(data.SourceOnly), stride], "a language model");
                LanguageEvaluateJob.Run(output, path, text.Source(parsed, data.SampleName(parsed)), parsed.GetValue(all), parsed.GetValue(report), parsed.GetValue(json), cancellation);
                return Task.FromResult(ExitCode.Success);
            }

            CommandOptions.Reject(parsed, [text.Text], "a model that reads tables");
            Run(output, path, data.Source(parsed).Source, CommandOptions.RequireAtLeastOne(stride, parsed.GetValue(stride)), parsed.GetValue(all), parsed.GetValue(report), parsed.GetValue(json), cancellation);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Run(
        IAnsiConsole output, string path, TableSource source, int? stride, bool includeFitted, string? page, bool json, CancellationToken cancellation)
    {
        var model = TableModel.Load(path);
        var report = model.Evaluate(source, includeFitted, stride, cancellation);
        var leftOut = report.TrainingOverlap is not { } seen ? $"{source.Name}: the model was fitted on none of these rows."
            : includeFitted ? $"{source.Name}: scored all the same, {seen.Replace("left out", "of those", StringComparison.Ordinal)}."
            : $"{source.Name}: {seen}.";
        output.WriteLine(leftOut);
        EvaluationOutput.Write(output, path, model.Card, report, source.Name, leftOut, includeFitted, page);
        if (json)
            EvaluationOutput.WriteJson(output, path, report, ("leftOut", includeFitted ? null : report.TrainingOverlap));
    }
}
