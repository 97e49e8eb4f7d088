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
        var target = new Option<string>("--out") { Description = "The CSV file to write.", Required = true };
        var rolling = new Option<bool>("--rolling") { Description = "Forecast from every window, not only from the last one." };
        var json = CommandOptions.CreateJsonOption();
        var command = new Command("predict", "Forecasts the next rows or classifies sequences, and writes the predictions to a CSV file.") { file };
        foreach (var option in (IEnumerable<Option>)[.. data.SourceOnly, target, rolling, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            Run(
                output,
                parsed.GetValue(file)!,
                data.Source(parsed).Source,
                parsed.GetValue(target)!,
                parsed.GetValue(rolling),
                parsed.GetValue(json),
                cancellation);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Run(
        IAnsiConsole output, string path, TableSource source, string target, bool rolling, bool json, CancellationToken cancellation)
    {
        var model = TableModel.Load(path);
        var task = model.Card.Network.Task;
        if (task == RecurrentTask.Language)
            throw new UserInputException($"'{path}' is a language model, expected a table model: use evaluate --text or generate.");
        if (rolling && task != RecurrentTask.Forecast)
            throw new UserInputException($"Option --rolling requires a forecaster; '{path}' has the task {task.ToString().ToLowerInvariant()}.");
        if (rolling && model.Card.Columns?.Sequence is not null)
            throw new UserInputException($"Option --rolling requires a forecaster of series; '{path}' has one output per sequence.");
        OutputFolder.Prepare(Path.GetDirectoryName(Path.GetFullPath(target))!);
        var table = model.Predict(source, rolling, cancellation);
        table.Save(target);
        WarningText.Write(output, table.Warnings);
        output.WriteLine(FormattableString.Invariant($"Predictions: {target} ({table.Rows.Count:N0} rows)"));
        if (!json)
            return;
        var values = new Dictionary<string, object?> { ["file"] = path, ["out"] = target, ["rows"] = table.Rows.Count };
        if (table.Warnings.Count > 0)
            values["warnings"] = table.Warnings;
        JsonLine.Write(output, values);
    }
}
