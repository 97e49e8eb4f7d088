using System.CommandLine;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>From a CSV file to a model.</summary>
internal static class TrainCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(IAnsiConsole output, TimeProvider clock)
    {
        var (data, text, model, fitting) = (new DataOptions(), new TextOptions(), new ModelOptions(), new FittingOptions());
        var test = CommandOptions.WithDefault("--test-fraction", "The share of each series' last rows, or of the last sequences, that is put aside for testing; of a text 0.1.", 0.2);
        var stride = CommandOptions.TestStride("--test-stride");
        var validation = CommandOptions.WithDefault("--validation-fraction", "With --patience, and of a text: the share of the rest that decides which epoch is kept; of a text 0.05.", 0.2);
        var ensemble = CommandOptions.WithDefault("--ensemble", "How many networks of successive seeds answer together, in one file.", 1);
        var refit = new Option<bool>("--refit") { Description = "Fit once more on everything before the export; the scores stay those from before." };
        var target = new Option<string?>("--out") { Description = "The file to write, or the folder with --cell all. Default: named after the data." };
        var minimal = CommandOptions.Minimal();
        var report = CommandOptions.Report();
        var json = CommandOptions.Json();
        var command = new Command("train", "Fits a network on a CSV file or a text, exports it, and scores it beside naive forecasts on data that it never saw.");
        foreach (var option in (IEnumerable<Option>)[.. data.All, .. text.All, test, stride, validation, .. model.All, .. fitting.All, ensemble, refit, target, minimal, report, json])
            command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var results = text.IsLanguage(parsed, model.Task(parsed), data.SampleName(parsed))
                ? new LanguageScreen(output, clock).Run(ReadText(parsed), cancellation)
                : new TrainScreen(output, clock).Run(Read(parsed), cancellation);
            if (parsed.GetValue(json))
                JsonLine.Write(output, results.Count == 1 ? TrainJson.Of(results[0]) : new Dictionary<string, object?> { ["models"] = results.Select(TrainJson.Of).ToList() });
            return Task.FromResult(ExitCode.Done);
        });
        return command;

        LanguageOptions ReadText(ParseResult parsed) => LanguageReading.Read(
            parsed, (data, text, model, fitting), test, validation, (name, isOne) => new ModelFiles(name, isOne, parsed.GetValue(target), fitting.CheckpointFolder(parsed)), [stride, ensemble, refit]) with
        {
            Minimal = parsed.GetValue(minimal),
            Report = parsed.GetValue(report),
        };

        TrainOptions Read(ParseResult parsed)
        {
            CommandOptions.Refuse(parsed, text.All, "a table: it is for texts");
            var (source, sample) = data.Source(parsed);
            var task = model.Task(parsed) ?? data.DefaultTask(parsed, sample);
            var columns = data.Columns(parsed, task, sample, source.Header());
            var window = model.Window(parsed, sample);
            var plan = model.Plan(parsed, task);
            foreach (var lag in columns.Lags.Where(lag => lag < plan.Horizon))
                throw new UserInputException($"Option --lags has {lag}, below the horizon of {plan.Horizon}: the last rows to forecast have no such value yet.");
            var isRow = task != RecurrentTask.Forecast && columns is { Sequence: null, Time: null, Series: null };
            if (isRow && task == RecurrentTask.Tag)
                throw new UserInputException("A class for every step needs rows that are steps: give --sequence or --time.");
            var word = $"--task {task.ToString().ToLowerInvariant()}";
            CommandOptions.Refuse(parsed, task == RecurrentTask.Forecast ? fitting.ForClasses : [.. model.ForForecasts, .. fitting.ForForecasts], word);
            if (task == RecurrentTask.Tag)
                CommandOptions.Refuse(parsed, model.ForSequences, word);
            if (columns.Sequence is not null)
                CommandOptions.Refuse(parsed, [.. model.ForWindows, stride], "--sequence: each is read as a whole");
            if (isRow)
                CommandOptions.Refuse(parsed, [.. model.ForSlidingWindows, stride], "rows that are whole sequences");
            if (columns.Split is not null)
                CommandOptions.Refuse(parsed, [test], "--split, which says what is tested");
            return new TrainOptions
            {
                Source = source,
                Columns = isRow ? columns with { StepsInRow = window } : columns,
                Cells = model.Cells(parsed),
                Network = plan,
                Fit = fitting.Read(parsed),
                Window = isRow || columns.Sequence is not null ? null : window,
                EveryStep = model.EveryStep(parsed),
                Stride = model.Stride(parsed) ?? (model.EveryStep(parsed) || task == RecurrentTask.Tag ? window : 1),
                Season = model.Season(parsed, sample),
                TestFraction = CommandOptions.Share(test, parsed.GetValue(test)),
                TestStride = CommandOptions.AtLeastOne(stride, parsed.GetValue(stride)),
                ValidationFraction = CommandOptions.Share(validation, parsed.GetValue(validation)),
                Chrono = model.Chrono(parsed),
                Threads = fitting.Threads(parsed),
                Balance = fitting.Balance(parsed),
                Ensemble = parsed.GetValue(ensemble) is >= 1 and var members ? members : throw new UserInputException($"Option {ensemble.Name} is {parsed.GetValue(ensemble)}, expected at least 1."),
                Refit = parsed.GetValue(refit),
                CheckpointFolder = fitting.CheckpointFolder(parsed),
                Resume = fitting.Resume(parsed),
                Out = parsed.GetValue(target),
                Minimal = parsed.GetValue(minimal),
                Report = parsed.GetValue(report),
            };
        }
    }
}
