using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The <c>evaluate</c> command: compares a model with the baselines on data that was not used for training.</summary>
internal static class EvaluateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var (data, text) = (new DataOptions(), new TextOptions());
        var file = CommandOptions.CreateModelArgument("A model file written by train.");
        var all = new Option<bool>("--include-fitted") { Description = "Also score data that was used for training." };
        var stride = CommandOptions.CreateTestStrideOption("--stride", "as in the training of the model, or 1, a forecast from every row");
        var report = CommandOptions.CreateReportOption();
        var json = CommandOptions.CreateJsonOption();
        var command = new Command(
            "evaluate",
            "Compares a model with the baselines on rows, or on a text, that were not used for training. In the file of its training these are the "
            + "test rows of the training, split in the same way; in another file, all rows that are not training rows.") { file };
        foreach (var option in (IEnumerable<Option>)[.. data.SourceOnly, text.Text, stride, all, report, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(file)!;
            new CommandFiles()
                .ReadModel(path)
                .Read(data.FindFile(parsed))
                .Read("option --text", text.FindFile(parsed))
                .Write("option --report", parsed.GetValue(report))
                .Prepare();
            if (LanguageEvaluateJob.IsFor(path))
            {
                CommandOptions.Reject(parsed, [.. data.NotForTexts.Intersect(data.SourceOnly), stride], "a language model");
                LanguageEvaluateJob.Run(
                    output,
                    path,
                    text.Source(parsed, data.SampleName(parsed)),
                    parsed.GetValue(all),
                    parsed.GetValue(report),
                    parsed.GetValue(json),
                    cancellation);
                return Task.FromResult(ExitCode.Success);
            }

            CommandOptions.Reject(parsed, [text.Text], "a table model");
            Run(
                output,
                path,
                data.Source(parsed, () => TableModel.Load(path).Card.TableColumns).Source,
                CommandOptions.RequireAtLeastOne(stride, parsed.GetValue(stride)),
                parsed.GetValue(all),
                parsed.GetValue(report),
                parsed.GetValue(json),
                cancellation);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Run(
        IAnsiConsole output,
        string path,
        TableSource source,
        int? stride,
        bool includeTraining,
        string? page,
        bool json,
        CancellationToken cancellation)
    {
        var model = TableModel.Load(path);
        var report = model.Evaluate(ReadingProgress.Show(output, source), includeTraining, stride, cancellation);
        var leftOut = report.TrainingOverlap is not { } overlap ? "none of these rows were used for training."
            : includeTraining ? "all rows are scored, including those used for training."
            : $"{overlap}.";
        output.WriteDescription(source);
        output.WriteSafeLine($"{source.Name}: {leftOut}");
        if (EvaluatedRows.DescribeSplit(report, model.Card, stride) is { Length: > 0 } split)
        {
            output.WriteSafeLine(split);
            leftOut += $" {split}";
        }

        output.WriteWarnings(report.Warnings);
        EvaluationOutput.Write(output, path, model.Card, report, source.Title, leftOut, includeTraining, page);
        if (json)
        {
            EvaluationOutput.WriteJson(
                output,
                path,
                report,
                ("leftOut", includeTraining ? null : report.TrainingOverlap),
                ("repeatsTrainingSplit", report.RepeatsTrainingSplit),
                ("stride", report.Stride));
        }
    }
}
