using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>
/// The <c>retrain</c> command: continues the training of a model on newer data, and keeps the previous model unless the new one is at least as good.
/// </summary>
internal static class RetrainCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(IAnsiConsole output, TimeProvider clock)
    {
        var arguments = new RetrainArguments();
        var file = CommandOptions.CreateModelArgument("A model file written by train or import.");
        var json = CommandOptions.CreateJsonOption();
        var command = new Command(
            "retrain",
            "Continues the training of a model on newer data, and replaces the model if the new one is at least as good on the newest rows. "
            + "The previous model is saved in MODEL.history. Columns, window and training options default to those of the model card. "
            + "Until the command ends, no other command can change the model. Exit code 3 means that the previous model was kept.")
        {
            file,
        };
        foreach (var option in (IEnumerable<Option>)[.. arguments.All, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            using var held = RetrainedModel.Acquire(parsed.GetValue(file)!);
            var options = arguments.Read(parsed, held);
            var result = new RetrainScreen(output, clock).Run(options, cancellation);
            if (parsed.GetValue(json))
                JsonLine.Write(output, RetrainJson.Create(result, options));
            return Task.FromResult(result.IsPromoted ? ExitCode.Success : ExitCode.KeptPrevious);
        });
        return command;
    }
}
