using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The <c>rollback</c> command: restores an earlier model.</summary>
internal static class RollbackCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var file = CommandOptions.CreateModelArgument("A model file that retrain or import has replaced.");
        var to = new Option<int?>("--to")
        {
            Description = "The number of the model in MODEL.history to restore. Default: the one before the current model.",
        };
        var force = new Option<bool>("--force")
        {
            Description = "Restore the model even if its inputs or outputs differ from those of the current model. Damaged files are never restored.",
        };
        var json = CommandOptions.CreateJsonOption();
        var command = new Command("rollback", "Restores an earlier model from MODEL.history. The current model is saved there too.")
        {
            file, to, force, json,
        };
        command.SetAction(parsed =>
            Run(output, parsed.GetValue(file)!, parsed.GetValue(to), parsed.GetValue(force), parsed.GetValue(json)));
        return command;
    }

    private static int Run(IAnsiConsole output, string path, int? to, bool force, bool json)
    {
        var number = to is null ? "" : FormattableString.Invariant($" --to {to}");
        var advice = $"To restore it anyway: mlnet-recurrent rollback {ShellWord.Quote(path)}{number} --force";
        var result = LibraryCall.Run(() => ModelRollback.Run(path, to, force, advice));
        output.WriteSafeLine($"{path} is now number {result.Number} of its history; the replaced model is number {result.Kept}: {result.KeptFile}");
        if (json)
            JsonLine.Write(output, new Dictionary<string, object?> { ["file"] = path, ["number"] = result.Number, ["kept"] = result.KeptFile });
        return ExitCode.Success;
    }
}
