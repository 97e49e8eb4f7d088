using System.CommandLine;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Makes a model better, never worse: fits it further, and keeps the old one unless the new one is at least as good.</summary>
internal static class RetrainCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(IAnsiConsole output, TimeProvider clock)
    {
        var arguments = new RetrainArguments();
        var file = CommandOptions.CreateModelArgument("A model that train made, or one that import brought in.");
        var json = CommandOptions.CreateJsonOption();
        var command = new Command(
            "retrain",
            "Fits a model further on newer data, starting from its weights, and replaces it if the new one is at least as good on the newest rows. The old one is kept in MODEL.history. "
            + "Columns, window and options of the fit are those of its card unless they are given. Exit code 3: the old model stays.") { file };
        foreach (var option in (IEnumerable<Option>)[.. arguments.All, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var options = arguments.Read(parsed, parsed.GetValue(file)!);
            var result = new RetrainScreen(output, clock).Run(options, cancellation);
            if (parsed.GetValue(json))
                JsonLine.Write(output, RetrainJson.Create(result, options));
            return Task.FromResult(result.IsPromoted ? ExitCode.Success : ExitCode.KeptPrevious);
        });
        return command;
    }
}
