using System.CommandLine;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The root command, which runs the sine experiment.</summary>
internal static class SineCommand
{
    /// <summary>Creates the root command.</summary>
    public static RootCommand Create(IAnsiConsole output, TimeProvider clock)
    {
        var defaults = new SineOptions();
        var folder = CommandOptions.WithDefault("--out", "The folder for the models and the picture.", defaults.Out);
        folder.Validators.Add(PathText.Validate);
        var window = CommandOptions.WithDefault("--window", "The number of time steps in each input window.", defaults.Window);
        var hidden = CommandOptions.WithDefault("--hidden", "The hidden size.", defaults.Hidden);
        var epochs = CommandOptions.WithDefault("--epochs", "The number of epochs, each a full-batch pass over the data.", defaults.Epochs);
        var learningRate = CommandOptions.WithDefault("--lr", "The learning rate of Adam.", defaults.LearningRate);
        var seed = CommandOptions.WithDefault("--seed", "The seed of the initial weights.", defaults.Seed);
        var minimal = CommandOptions.CreateMinimalOption();
        var root = new RootCommand("Trains recurrent networks and exports them as ONNX files: see the commands below. Without a command, "
            + "trains an RNN, an LSTM and a GRU on a sine wave, exports them, and scores the files in ML.NET; the options are those of this example.")
        {
            folder, window, hidden, epochs, learningRate, seed, minimal,
        };
        root.SetAction((parsed, cancellation) =>
        {
            var options = new SineOptions
            {
                Out = parsed.GetValue(folder)!,
                Window = parsed.GetValue(window),
                Hidden = parsed.GetValue(hidden),
                Epochs = parsed.GetValue(epochs),
                LearningRate = parsed.GetValue(learningRate),
                Seed = parsed.GetValue(seed),
                Minimal = parsed.GetValue(minimal),
            };
            new SineScreen(output, clock).Run(options, cancellation);
            return Task.FromResult(ExitCode.Success);
        });
        return root;
    }
}
