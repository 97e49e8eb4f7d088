using System.CommandLine;
using MlNetRecurrent.Onnx;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Puts an earlier model back in its place.</summary>
internal static class RollbackCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var file = CommandOptions.Model("A model that retrain replaced.");
        var to = new Option<int?>("--to") { Description = "The number of the model in MODEL.history to go to. Default: the one before the model that stands there now." };
        var json = CommandOptions.Json();
        var command = new Command("rollback", "Puts an earlier model of MODEL.history back; the one that it replaces is kept there too.") { file, to, json };
        command.SetAction(parsed => Run(output, parsed.GetValue(file)!, parsed.GetValue(to), parsed.GetValue(json)));
        return command;
    }

    private static int Run(IAnsiConsole output, string path, int? to, bool json)
    {
        var history = new ModelHistory(path);
        var current = OnnxFile.ReadBytes(path);
        var (here, numbers) = (history.Find(current), history.Numbers);
        if (numbers.Count == 0)
            throw new UserInputException($"'{path}' has no history: there is no model in '{history.Folder}', where retrain keeps those that it replaces.");
        // One that is not in the history stands behind all that are.
        var number = to ?? numbers.LastOrDefault(number => number < (here ?? int.MaxValue));
        if (number == 0)
            throw new UserInputException($"'{path}' is number {here} of its history, the oldest one there: to go to another one give --to N, one of {string.Join(", ", numbers)}.");
        if (!numbers.Contains(number))
            throw new UserInputException($"Option --to is {number}: the history of '{path}' holds {string.Join(", ", numbers)}.");
        if (number == here)
            throw new UserInputException($"'{path}' is number {number} of its history already.");
        var next = OnnxFile.ReadBytes(history.File(number));
        // A file that was damaged in the meantime does not take the place of a good one.
        OnnxFile.RequireCard(OnnxFile.Parse(next, history.File(number)), history.File(number));
        var kept = here ?? history.Replace(current, next);
        if (here is not null)
            AtomicFile.Write(path, next);
        output.WriteLine($"{path} is number {number} of its history now. The model that it replaced is number {kept}: {history.File(kept)}");
        if (json)
            JsonLine.Write(output, new Dictionary<string, object?> { ["file"] = path, ["number"] = number, ["kept"] = history.File(kept) });
        return ExitCode.Done;
    }
}
