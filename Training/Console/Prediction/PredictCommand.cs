using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The <c>predict</c> command: writes the predictions of a model to a CSV file.</summary>
internal static class PredictCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var data = new DataOptions();
        var file = CommandOptions.CreateModelArgument("A model file written by train.");
        var target = new Option<string>("--out")
        {
            Description = "The CSV file to write; a file, not a device or a pipe.",
            Required = true,
            Validators = { PathText.Validate },
        };
        var rolling = new Option<bool>("--rolling")
        {
            Description = "Forecast from every window, not only from the last one, and write the origin and the actual values too.",
        };
        var formulas = new Option<bool>("--allow-formulas")
        {
            Description = "Write text that starts with =, +, -, @, a tab or a line break unchanged. "
                + "Otherwise it gets a leading apostrophe, because spreadsheet programs would run it as a formula.",
        };
        var json = CommandOptions.CreateJsonOption();
        var command = new Command("predict", "Forecasts the next rows or classifies sequences, and writes the predictions to a CSV file.") { file };
        foreach (var option in (IEnumerable<Option>)[.. data.SourceOnly, target, rolling, formulas, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            Run(
                output,
                parsed.GetValue(file)!,
                data.Source(parsed).Source,
                FindFiles(parsed),
                parsed.GetValue(target)!,
                parsed.GetValue(rolling),
                parsed.GetValue(formulas),
                parsed.GetValue(json),
                cancellation);
            return Task.FromResult(ExitCode.Success);
        });
        return command;

        CommandFiles FindFiles(ParseResult parsed) => new CommandFiles()
            .ReadModel(parsed.GetValue(file)!)
            .Read("option --data", data.FindFile(parsed))
            .Write("option --out", parsed.GetValue(target));
    }

    private static void Run(
        IAnsiConsole output,
        string path,
        TableSource source,
        CommandFiles files,
        string target,
        bool rolling,
        bool allowFormulas,
        bool json,
        CancellationToken cancellation)
    {
        files.Check();
        var model = TableModel.Load(path);
        var task = model.Card.Network.Task;
        if (task == RecurrentTask.Language)
            throw new UserInputException($"'{path}' is a language model, expected a table model: use evaluate --text or generate.");
        if (rolling && task != RecurrentTask.Forecast)
            throw new UserInputException($"Option --rolling requires a forecaster; '{path}' has the task {task.ToString().ToLowerInvariant()}.");
        if (rolling && model.Card.Columns?.Sequence is not null)
            throw new UserInputException($"Option --rolling requires a forecaster of series; '{path}' has one output per sequence.");
        files.Prepare();
        var table = model.Predict(source, rolling, cancellation);
        table.Save(target, allowFormulas);
        output.WriteWarnings(table.Warnings);
        output.WriteSafeLine($"Predictions: {target} ({ConsoleText.Count(table.Rows.Count, "row")})");
        string[] notes = [.. table.Notes, .. DescribeFormulas(table.FormulaCellCount, allowFormulas)];
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
