using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Writes what a model answers to rows.</summary>
internal static class PredictCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var data = new DataOptions();
        var file = CommandOptions.CreateModelArgument("A model that train made.");
        var target = new Option<string>("--out") { Description = "The CSV file to write.", Required = true };
        var rolling = new Option<bool>("--rolling") { Description = "Forecast from every window, not from the last one alone." };
        var json = CommandOptions.CreateJsonOption();
        var command = new Command("predict", "Forecasts the rows that follow, or classifies sequences, and writes a CSV file.") { file };
        foreach (var option in (IEnumerable<Option>)[.. data.SourceOnly, target, rolling, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            Run(output, parsed.GetValue(file)!, data.Source(parsed).Source, parsed.GetValue(target)!, parsed.GetValue(rolling), parsed.GetValue(json), cancellation);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Run(IAnsiConsole output, string path, TableSource source, string target, bool rolling, bool json, CancellationToken cancellation)
    {
        var model = TableModel.Load(path);
        if (model.Card.Network.Task == RecurrentTask.Language)
            throw new UserInputException($"'{path}' is a language model: it reads a text, not a table. See evaluate --text and generate.");
        if (rolling && model.Card.Network.Task != RecurrentTask.Forecast)
            throw new UserInputException($"Option --rolling is for forecasts; '{path}' has the task {model.Card.Network.Task.ToString().ToLowerInvariant()}.");
        if (rolling && model.Card.Columns?.Sequence is not null)
            throw new UserInputException($"Option --rolling is for forecasts of series; '{path}' answers whole sequences.");
        OutputFolder.Prepare(Path.GetDirectoryName(Path.GetFullPath(target))!);
        var table = model.Predict(source, rolling, cancellation);
        table.Save(target);
        output.WriteLine(FormattableString.Invariant($"{table.Rows.Count:N0} rows: {target}"));
        if (json)
            JsonLine.Write(output, new Dictionary<string, object?> { ["file"] = path, ["out"] = target, ["rows"] = table.Rows.Count });
    }
}
