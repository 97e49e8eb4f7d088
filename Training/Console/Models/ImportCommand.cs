using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The <c>import</c> command: reads a recurrent network from any ONNX file and exports it as a file of MlNetRecurrent.</summary>
internal static class ImportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var file = CommandOptions.CreateModelArgument(
            "An ONNX file from PyTorch, from Keras (tf2onnx), or from any other exporter of RNN, LSTM and GRU nodes.");
        var target = new Option<string>("--out") { Description = "The model file to write.", Required = true };
        var minimal = CommandOptions.CreateMinimalOption();
        var any = new Option<bool>("--allow-any-graph")
        {
            Description = "Run any graph in ONNX Runtime. Use it only for a file that you trust: a graph can exhaust memory and processor time.",
        };
        var command = new Command("import", "Rebuilds the network of an ONNX file in TorchSharp, checks it against the file, and exports it.")
        {
            file, target, minimal, any,
        };
        command.SetAction(parsed => Run(
            output,
            parsed.GetValue(file)!,
            parsed.GetValue(target)!,
            new ImportOptions { AllowAnyGraph = parsed.GetValue(any) },
            new ExportOptions { IncludeOptionalInputs = !parsed.GetValue(minimal) }));
        return command;
    }

    private static int Run(IAnsiConsole output, string path, string target, ImportOptions importing, ExportOptions exporting)
    {
        OutputFolder.Prepare(Path.GetDirectoryName(Path.GetFullPath(target))!);
        var imported = OnnxImporter.Import(path, importing);
        using var network = imported.Network;
        WarningText.Write(output, imported.Warnings);
        foreach (var line in CardText.GetLines(imported.Card))
            output.WriteLine(MessageText.Sanitize($"  {line}"));
        output.WriteLine(imported.ParityError is { } error
            ? FormattableString.Invariant($"Parity error between {path} and the imported network: {error:g2}")
            : $"The imported network was not checked against {path}.");
        var exported = OnnxExporter.Export(network, target, imported.Card, exporting);
        output.WriteLine(FormattableString.Invariant($"Parity error between the imported network and {target}: {exported.ParityError:g2}"));
        return ExitCode.Success;
    }
}
