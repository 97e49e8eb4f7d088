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
        var target = new Option<string>("--out") { Description = "The model file to write.", Required = true, Validators = { PathText.Validate } };
        var arguments = new ImportArguments();
        var force = new Option<bool>("--force")
        {
            Description = "Replace an existing output file even if it is not a model, or if its inputs or outputs differ.",
        };
        var command = new Command(
            "import",
            "Rebuilds the network of an ONNX file in TorchSharp, checks it against the file, and exports it. What the file does not say (the meaning "
            + "of the outputs, names, scalers) is given by options. A model that is replaced is saved in OUT.history, from where rollback "
            + "restores it.")
        {
            file, target,
        };
        foreach (var option in (IEnumerable<Option>)[.. arguments.All, force])
            command.Add(option);
        command.SetAction(parsed => Run(
            output,
            parsed.GetValue(file)!,
            parsed.GetValue(target)!,
            arguments.ReadImport(parsed),
            arguments.ReadExport(parsed),
            parsed.GetValue(force),
            arguments.GetText(parsed)));
        return command;
    }

    private static int Run(
        IAnsiConsole output, string path, string target, ImportOptions importing, ExportOptions exporting, bool force, string options)
    {
        new CommandFiles().ReadModel(path).Write("option --out", target).Prepare();
        var advice = $"To replace it anyway: import {ShellWord.Quote(path)} --out {ShellWord.Quote(target)}{options} --force";
        var result = LibraryCall.Run(() => FileImport.Run(path, target, importing, exporting, force, advice));
        output.WriteWarnings(result.Warnings);
        foreach (var line in CardText.GetLines(result.Card))
            output.WriteSafeLine($"  {line}");
        output.WriteSafeLine(result.ParityError is { } error
            ? FormattableString.Invariant($"Parity error between {path} and the imported network: {error:g2}")
            : $"The imported network was not checked against {path}.");
        output.WriteSafeLine(FormattableString.Invariant($"Parity error between the imported network and {target}: {result.Model.ParityError:g2}"));
        if (result.PreviousModelFile is { } previous)
        {
            output.WriteSafeLine($"The previous model was saved as {previous}.");
            output.WriteSafeLine($"To restore it: mlnet-recurrent rollback {ShellWord.Quote(target)}");
        }

        return ExitCode.Success;
    }
}
