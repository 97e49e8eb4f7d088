using System.CommandLine;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The <c>train</c> command: from a table or a text to a model.</summary>
internal static class TrainCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(IAnsiConsole output, TimeProvider clock)
    {
        var (arguments, text) = (new TrainArguments(), new TextOptions());
        var ensemble = CommandOptions.WithDefault(
            "--ensemble", "The number of networks, trained with successive seeds, whose outputs are averaged. They are exported as one file.", 1);
        var refit = new Option<bool>("--refit") { Description = "Train once more on all data before exporting. The scores are those from before." };
        var target = new Option<string?>("--out")
        {
            Description = "The model file to write, or the folder with --cell all. Default: a name derived from the data.",
            Validators = { PathText.Validate },
        };
        var minimal = CommandOptions.CreateMinimalOption();
        var report = CommandOptions.CreateReportOption();
        var json = CommandOptions.CreateJsonOption();
        var command = new Command(
            "train", "Trains a network on a table or a text, exports it, and compares it with the baselines on held-out data.");
        foreach (var option in (IEnumerable<Option>)[.. arguments.All, .. text.All, ensemble, refit, target, minimal, report, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var results = text.IsLanguage(parsed, arguments.Model.Task(parsed), arguments.Data.SampleName(parsed))
                ? new LanguageScreen(output, clock).Run(ReadText(parsed), cancellation)
                : new TrainScreen(output, clock).Run(Read(parsed), cancellation);
            if (!parsed.GetValue(json))
                return Task.FromResult(ExitCode.Success);
            JsonLine.Write(output, results.Count == 1
                ? TrainJson.Create(results[0])
                : new Dictionary<string, object?> { ["models"] = results.Select(TrainJson.Create).ToList() });
            return Task.FromResult(ExitCode.Success);
        });
        return command;

        LanguageOptions ReadText(ParseResult parsed)
        {
            var files = (string name, bool isSingle) =>
                new ModelFiles(name, isSingle, parsed.GetValue(target), arguments.Fitting.CheckpointFolder(parsed));
            var options = LanguageOptionsReader.Read(parsed, arguments, text, files, [ensemble, refit]);
            return options with { Minimal = parsed.GetValue(minimal), Report = parsed.GetValue(report) };
        }

        TrainOptions Read(ParseResult parsed)
        {
            CommandOptions.Reject(parsed, text.All, "a table; it is for texts");
            var options = arguments.Read(parsed, arguments.Model.Cells(parsed));
            return options with
            {
                Training = options.Training with
                {
                    EnsembleSize = CommandOptions.RequireRange(ensemble, parsed.GetValue(ensemble), NetworkValidator.MaxEnsembleSize)!.Value,
                    Refit = parsed.GetValue(refit),
                    Export = new ExportOptions { IncludeOptionalInputs = !parsed.GetValue(minimal) },
                },
                CheckpointFolder = arguments.Fitting.CheckpointFolder(parsed),
                Resume = arguments.Fitting.Resume(parsed),
                Out = parsed.GetValue(target),
                Report = parsed.GetValue(report),
            };
        }
    }
}
