using System.CommandLine;
using MlNetRecurrent.Onnx;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Prints what an ONNX file says about itself and what recurrent networks it holds.</summary>
internal static class InspectCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var file = CommandOptions.CreateModelArgument("Any ONNX file.");
        var json = new Option<bool>("--json") { Description = "Print the model card as one line of JSON instead." };
        var command = new Command("inspect", "Prints the model card of an exported file, and the recurrent structure of any ONNX file.") { file, json };
        command.SetAction(parsed => Run(output, parsed.GetValue(file)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(IAnsiConsole output, string path, bool json)
    {
        var bytes = OnnxFile.ReadBytes(path);
        var model = OnnxFile.Parse(bytes, path);
        var card = OnnxFile.TryReadCard(model, path);
        if (json)
        {
            output.Profile.Out.Writer.WriteLine(card?.ToJson() ?? throw new UserInputException($"Model file '{path}' carries no model card: it was not exported by MlNetRecurrent."));
            return ExitCode.Success;
        }

        WriteLine($"{path}: {FormattableString.Invariant($"{bytes.Length:N0}")} bytes");
        foreach (var line in (card is null ? ["no model card: written by another program"] : CardText.GetLines(card)).Concat(RecurrentStructure.Describe(model, path)))
            WriteLine($"  {line}");
        return ExitCode.Success;

        // A file's texts are not the console's markup, and a file must not steer the terminal.
        void WriteLine(string line) => output.Profile.Out.Writer.WriteLine(string.Concat(line.Select(character => char.IsControl(character) ? '?' : character)));
    }
}
