using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The <c>generate</c> command: continues a prompt, or suggests the next words.</summary>
internal static class GenerateCommand
{
    private static readonly GenerationOptions Defaults = new();

    /// <summary>Creates the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var file = CommandOptions.CreateModelArgument("A language model written by train --task language.");
        var prompt = new Option<string>("--prompt") { Description = "The beginning of the text.", Required = true };
        var length = CommandOptions.WithDefault(
            "--length", "The number of tokens (characters, or words and symbols) to generate after the prompt.", Defaults.NewTokens);
        var temperature = CommandOptions.WithDefault(
            "--temperature",
            "The sampling temperature: values below 1 favor likely tokens, values above 1 flatten the distribution.",
            Defaults.Temperature);
        var top = CommandOptions.WithDefault("--top-k", "Sample from this many most likely tokens; 0 for all.", Defaults.TopK);
        var seed = CommandOptions.WithDefault("--seed", "The seed of the random numbers. The same seed gives the same text.", Defaults.Seed);
        var unknown = new Option<string?>("--unknown")
        {
            Description = "How prompt tokens that are not in the vocabulary are handled: refuse (default), or replace with the unknown token.",
        };
        var suggest = new Option<int?>("--suggest")
        {
            Description = "Instead of generating text, suggest this many next words with their probabilities.",
        };
        var json = CommandOptions.CreateJsonOption();
        var command = new Command("generate", "Generates text from a prompt, token by token, or suggests the next words.")
        {
            file, prompt, length, temperature, top, seed, unknown, suggest, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var count = CommandOptions.RequireAtLeastOne(suggest, parsed.GetValue(suggest));
            if (count is not null)
                CommandOptions.Reject(parsed, [length, temperature, top, seed], suggest.Name);
            var policy = ChoiceOption.Read(parsed, unknown, ("refuse", UnknownTokenPolicy.Throw), ("replace", UnknownTokenPolicy.Replace));
            var options = new GenerationOptions
            {
                NewTokens = parsed.GetValue(length),
                Temperature = parsed.GetValue(temperature),
                TopK = parsed.GetValue(top),
                Seed = parsed.GetValue(seed),
                UnknownTokens = policy ?? Defaults.UnknownTokens,
            };
            Run(output, parsed.GetValue(file)!, parsed.GetValue(prompt)!, options, count, parsed.GetValue(json), cancellation);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Run(
        IAnsiConsole output, string path, string prompt, GenerationOptions options, int? suggest, bool json, CancellationToken cancellation)
    {
        using var model = RecurrentModel.Load(path);
        try
        {
            var generator = new TextGenerator(model);
            var values = new Dictionary<string, object?> { ["file"] = path, ["prompt"] = prompt };
            if (suggest is { } count)
                values["suggestions"] = Suggest(output, generator.SuggestWords(prompt, count, options.UnknownTokens));
            else
                values["text"] = Write(output.Profile.Out.Writer, prompt, generator.Generate(prompt, options), cancellation);
            if (json)
                JsonLine.Write(output, values);
        }
        catch (ArgumentException exception)
        {
            throw new UserInputException($"Model '{path}': {exception.Message}", exception);
        }
    }

    // Writes to the underlying writer, because the console would wrap lines, and flushes after each token, so that the text appears token by token.
    private static string Write(TextWriter writer, string prompt, IEnumerable<string> tokens, CancellationToken cancellation)
    {
        var text = new System.Text.StringBuilder();
        // Invalid input throws here, before the prompt is written.
        using var following = tokens.GetEnumerator();
        var any = following.MoveNext();
        writer.Write(string.Concat(prompt.Select(character => Escape(character.ToString()))));
        for (; any; any = following.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(Escape(following.Current));
            writer.Flush();
            text.Append(following.Current);
        }

        writer.WriteLine();
        return text.ToString();
    }

    // Others may have written the prompt and the tokens of the model. Line breaks and tabs are part of a text.
    private static string Escape(string token) => token is "\n" or "\r\n" or "\r" or "\t" ? token : MessageText.Escape(token);

    private static List<Dictionary<string, object?>> Suggest(IAnsiConsole output, IReadOnlyList<TextSuggestion> suggestions)
    {
        var table = new Table().Border(TableBorder.Horizontal)
            .AddColumn(new TableColumn("next").NoWrap())
            .AddColumn(new TableColumn("probability").RightAligned().NoWrap());
        foreach (var (text, probability) in suggestions)
            table.AddRow(ConsoleText.CreateCell(text), new Text(probability.ToString("0.0000", CultureInfo.InvariantCulture)));
        output.Write(table);
        return [.. suggestions.Select(suggestion => new Dictionary<string, object?>
        {
            ["text"] = suggestion.Text,
            ["probability"] = suggestion.Probability,
        })];
    }
}
