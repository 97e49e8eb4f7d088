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
        var graph = new GraphOptions();
        var command = new Command(
            "inspect",
            "Prints the model card of an exported file, the recurrent structure of any ONNX file, and whether a file of another program can be "
            + "imported and how it is scored.")
        {
            file, json,
        };
        foreach (var option in graph.All)
            command.Add(option);
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var opened = OnnxFile.Open(path);
            var card = OnnxFile.TryReadCard(opened.Model, path);
            if (card is not null)
                CommandOptions.Reject(parsed, graph.All, "a file with a model card");
            if (parsed.GetValue(json))
                WriteCard(output, path, card);
            else
                WriteStructure(output, opened, card, graph.Read(parsed));
            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteCard(IAnsiConsole output, string path, ModelCard? card)
    {
        var text = card?.ToJson()
            ?? throw new UserInputException($"Model file '{path}' has no model card: import it first, or inspect it without --json.");
        output.Profile.Out.Writer.WriteLine(JsonLine.Escape(text));
    }

    private static void WriteStructure(IAnsiConsole output, ParsedFile file, ModelCard? card, RecurrentModelOptions options)
    {
        WriteLine($"{file.Name}: {FormattableString.Invariant($"{file.Bytes.Length:N0}")} bytes");
        var properties = card is null ? ["no model card: written by another program"] : CardText.GetLines(card);
        var scoring = card is null ? ScoringText.GetLines(file, options) : [];
        foreach (var line in properties.Concat(RecurrentStructure.Describe(file.Model, file.Name)).Concat(scoring))
            WriteLine($"  {line}");

        // Text from a file must not be interpreted as console markup or as terminal control sequences.
        void WriteLine(string line) =>
            output.Profile.Out.Writer.WriteLine(MessageText.Escape(line));
    }
}
