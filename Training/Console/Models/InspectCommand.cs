using System.CommandLine;
using MlNetRecurrent.Onnx;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The <c>inspect</c> command: prints the model card and the recurrent structure of an ONNX file.</summary>
internal static class InspectCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var file = CommandOptions.CreateModelArgument("Any ONNX file.");
        var json = new Option<bool>("--json") { Description = "Print only the model card, as one line of JSON." };
        var command = new Command("inspect", "Prints the model card of an exported file and the recurrent structure of any ONNX file.")
        {
            file, json,
        };
        command.SetAction(parsed => Run(output, parsed.GetValue(file)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(IAnsiConsole output, string path, bool json)
    {
        var file = OnnxFile.Open(path);
        var card = OnnxFile.TryReadCard(file.Model, path);
        if (json)
        {
            var text = card?.ToJson()
                ?? throw new UserInputException($"Model file '{path}' has no model card: import it first, or inspect it without --json.");
            output.Profile.Out.Writer.WriteLine(JsonLine.Escape(text));
            return ExitCode.Success;
        }

        WriteLine($"{path}: {FormattableString.Invariant($"{file.Bytes.Length:N0}")} bytes");
        var properties = card is null ? ["no model card: written by another program"] : CardText.GetLines(card);
        foreach (var line in properties.Concat(RecurrentStructure.Describe(file.Model, path)))
            WriteLine($"  {line}");
        return ExitCode.Success;

        // Text from a file must not be interpreted as console markup or as terminal control sequences.
        void WriteLine(string line) =>
            output.Profile.Out.Writer.WriteLine(MessageText.Escape(line));
    }
}
