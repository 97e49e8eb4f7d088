using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The <c>predict</c> command: writes the predictions of a model to a CSV or Parquet file.</summary>
internal static class PredictCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var data = new DataOptions();
        var scoring = new ScoringOptions();
        var file = CommandOptions.CreateModelArgument(
            "A model file written by train, or an ONNX file of another program, whose columns the options name.");
        var target = new Option<string>("--out")
        {
            Description = "The CSV file to write, or a Parquet file with typed columns if its name ends in .parquet; not a device or a pipe.",
            Required = true,
            Validators = { PathText.Validate },
        };
        var rolling = new Option<bool>("--rolling")
        {
            Description = "Forecast from every window, not only from the last one, and write the origin and the actual values too. "
                + "A file of another program is applied to every window.",
        };
        var formulas = new Option<bool>("--allow-formulas")
        {
            Description = "Write text that starts with =, +, -, @, a tab or a line break unchanged. "
                + "Otherwise it gets a leading apostrophe, because spreadsheet programs would run it as a formula.",
        };
        var json = CommandOptions.CreateJsonOption();
        var command = new Command(
            "predict", "Forecasts the next rows or classifies sequences, and writes the predictions to a CSV or Parquet file.") { file };
        foreach (var option in (IEnumerable<Option>)[.. data.SourceOnly, target, rolling, formulas, .. scoring.All, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(file)!;
            var roles = () => ScoringOptions.AreFor(path) ? scoring.ReadRoles(parsed) : TableModel.Load(path).Card.TableColumns;
            var source = ReadingProgress.Show(output, data.Source(parsed, roles).Source);
            var files = new CommandFiles()
                .ReadModel(path)
                .Read(data.FindFile(parsed))
                .Write("option --out", parsed.GetValue(target))
                .Check();
            if (PredictionParquet.IsFor(parsed.GetValue(target)!))
                CommandOptions.Reject(parsed, [formulas], $"a Parquet file as {target.Name}: its text is always unchanged");
            var isUndescribed = ScoringOptions.AreFor(path);
            if (!isUndescribed)
                CommandOptions.Reject(parsed, scoring.All, "a model whose card describes its columns");
            var table = isUndescribed
                ? Score(path, source, files, scoring.Read(parsed, source.Columns, parsed.GetValue(rolling), data.IsWide(parsed)), cancellation)
                : Predict(path, source, files, parsed.GetValue(rolling), cancellation);
            output.WriteDescription(source);
            Write(output, path, table, parsed.GetValue(target)!, parsed.GetValue(formulas), parsed.GetValue(json));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static PredictionTable Score(
        string path, TableSource source, CommandFiles files, TableScoringOptions options, CancellationToken cancellation)
    {
        files.Prepare();
        return LibraryCall.Run(() => TableScoring.Predict(path, source, options, cancellation));
    }

    private static PredictionTable Predict(string path, TableSource source, CommandFiles files, bool rolling, CancellationToken cancellation)
    {
        var model = TableModel.Load(path);
        var task = model.Card.Network.Task;
        if (task == RecurrentTask.Language)
            throw new UserInputException($"'{path}' is a language model, expected a table model: use evaluate --text or generate.");
        if (rolling && task != RecurrentTask.Forecast)
            throw new UserInputException($"Option --rolling requires a forecaster; '{path}' has the task {task.ToString().ToLowerInvariant()}.");
        if (rolling && model.Card.Columns?.Sequence is not null)
            throw new UserInputException($"Option --rolling requires a forecaster of series; '{path}' has one output per sequence.");
        files.Prepare();
        return model.Predict(source, rolling, cancellation);
    }

    private static void Write(IAnsiConsole output, string path, PredictionTable table, string target, bool allowFormulas, bool json)
    {
        table.Save(target, allowFormulas);
        output.WriteWarnings(table.Warnings);
        output.WriteSafeLine($"Predictions: {target} ({ConsoleText.Count(table.Rows.Count, "row")})");
        string[] notes = [.. table.Notes, .. PredictionParquet.IsFor(target) ? [] : DescribeFormulas(table.FormulaCellCount, allowFormulas)];
        output.WriteNotes(notes);
        if (!json)
            return;
        JsonLine.Write(output, new Dictionary<string, object?>
        {
            ["file"] = path,
            ["out"] = target,
            ["rows"] = table.Rows.Count,
            ["notes"] = notes,
            ["warnings"] = table.Warnings,
        });
    }

    private static IEnumerable<string> DescribeFormulas(int cells, bool allowed)
    {
        if (cells == 0)
            yield break;
        var subject = FormattableString.Invariant($"{cells:N0} {(cells == 1 ? "cell starts" : "cells start")} like a spreadsheet formula");
        yield return allowed
            ? $"{subject} and {(cells == 1 ? "is" : "are")} written unchanged: a spreadsheet program may run them."
            : $"{subject} and {(cells == 1 ? "has" : "have")} a leading apostrophe in the file: use --allow-formulas to write them unchanged.";
    }
}
