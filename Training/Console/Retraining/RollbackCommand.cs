using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Puts an earlier model back in its place.</summary>
internal static class RollbackCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var file = CommandOptions.CreateModelArgument("A model that retrain replaced.");
        var to = new Option<int?>("--to") { Description = "The number of the model in MODEL.history to go to. Default: the one before the model that stands there now." };
        var json = CommandOptions.CreateJsonOption();
        var command = new Command("rollback", "Puts an earlier model of MODEL.history back; the one that it replaces is kept there too.") { file, to, json };
        command.SetAction(parsed => Run(output, parsed.GetValue(file)!, parsed.GetValue(to), parsed.GetValue(json)));
        return command;
    }

    private static int Run(IAnsiConsole output, string path, int? to, bool json)
    {
        var done = LibraryCall.Run(() => ModelRollback.Run(path, to));
        output.WriteLine($"{path} is number {done.Number} of its history now. The model that it replaced is number {done.Kept}: {done.KeptFile}");
        if (json)
            JsonLine.Write(output, new Dictionary<string, object?> { ["file"] = path, ["number"] = done.Number, ["kept"] = done.KeptFile });
        return ExitCode.Success;
    }
}
