using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The <c>compare</c> command: trains and measures the three cells on the same data.</summary>
internal static class CompareCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(IAnsiConsole output, TimeProvider clock)
    {
        var arguments = new TrainArguments();
        var folder = new Option<string?>("--out")
        {
            Description = "Write the three models and memory-reach.png to this folder. Default: no files are written.",
            Validators = { PathText.Validate },
        };
        var minimal = CommandOptions.CreateMinimalOption();
        var report = CommandOptions.CreateReportOption();
        var json = CommandOptions.CreateJsonOption();
        var command = new Command(
            "compare", "Trains an RNN, an LSTM and a GRU with the same options on the same data, measures them, and recommends one.");
        // Use train for a single cell or for checkpoints.
        var shared = arguments.All.Except([arguments.Model.Cell, .. arguments.Fitting.OfCheckpoints]);
        foreach (var option in (IEnumerable<Option>)[.. shared, folder, minimal, report, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(folder) is null)
                CommandOptions.Reject(parsed, [minimal], "a comparison without --out");
            var options = arguments.Read(parsed, ComparedCells.All) with { Out = parsed.GetValue(folder), Report = parsed.GetValue(report) };
            options = options with
            {
                Training = options.Training with { Export = new ExportOptions { IncludeOptionalInputs = !parsed.GetValue(minimal) } },
            };
            var (comparison, warnings) = new CompareScreen(output, clock).Run(options, cancellation);
            if (parsed.GetValue(json))
            {
                JsonLine.Write(
                    output, CompareJson.Create(comparison, warnings, cell => options.Out is null ? null : options.Files.GetModelFile(cell)));
            }

            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
