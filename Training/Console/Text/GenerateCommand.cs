using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>Writes on from a prompt, or says which words may come next.</summary>
internal static class GenerateCommand
{
    private static readonly GenerationOptions Defaults = new();

    /// <summary>Builds the command.</summary>
    public static Command Create(IAnsiConsole output)
    {
        var file = CommandOptions.CreateModelArgument("A language model, as train --task language makes them.");
        var prompt = new Option<string>("--prompt") { Description = "How the text begins.", Required = true };
        var length = CommandOptions.WithDefault("--length", "Characters, or words and signs, to write behind it.", Defaults.NewTokens);
        var temperature = CommandOptions.WithDefault("--temperature", "Below 1 likely tokens become more likely, above 1 less.", Defaults.Temperature);
        var top = CommandOptions.WithDefault("--top-k", "Draw from so many of the likeliest tokens; 0 for all.", Defaults.TopK);
        var seed = CommandOptions.WithDefault("--seed", "The seed of the draws: one seed gives one text.", Defaults.Seed);
        var unknown = new Option<string?>("--unknown") { Description = "What becomes of characters or words in the prompt that the model never saw: refuse (default) or replace, by the token that stands for all of them." };
        var suggest = new Option<int?>("--suggest") { Description = "Write no text, but so many words that may come next, with their probabilities." };
        var json = CommandOptions.CreateJsonOption();
        var command = new Command("generate", "Writes a text from a prompt, as it is made, or suggests the next words.") { file, prompt, length, temperature, top, seed, unknown, suggest, json };
        command.SetAction((parsed, cancellation) =>
        {
            var count = CommandOptions.RequireAtLeastOne(suggest, parsed.GetValue(suggest));
            if (count is not null)
                CommandOptions.Reject(parsed, [length, temperature, top, seed], suggest.Name);
            var options = new GenerationOptions
            {
                NewTokens = parsed.GetValue(length),
                Temperature = parsed.GetValue(temperature),
                TopK = parsed.GetValue(top),
                Seed = parsed.GetValue(seed),
                UnknownTokens = ChoiceOption.Read(parsed, unknown, ("refuse", UnknownTokenPolicy.Throw), ("replace", UnknownTokenPolicy.Replace)) ?? Defaults.UnknownTokens,
            };
            Run(output, parsed.GetValue(file)!, parsed.GetValue(prompt)!, options, count, parsed.GetValue(json), cancellation);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Run(IAnsiConsole output, string path, string prompt, GenerationOptions options, int? suggest, bool json, CancellationToken cancellation)
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

    // Not through the console's own writing, which would break lines; each token at once, for whoever watches.
    private static string Write(TextWriter writer, string prompt, IEnumerable<string> tokens, CancellationToken cancellation)
    {
        var text = new System.Text.StringBuilder();
        // What is refused is refused before the first character.
        using var following = tokens.GetEnumerator();
        var any = following.MoveNext();
        writer.Write(prompt);
        for (; any; any = following.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            writer.Write(following.Current);
            writer.Flush();
            text.Append(following.Current);
        }

        writer.WriteLine();
        return text.ToString();
    }

    private static List<Dictionary<string, object?>> Suggest(IAnsiConsole output, IReadOnlyList<TextSuggestion> suggestions)
    {
        var table = new Table().Border(TableBorder.Horizontal).AddColumn(new TableColumn("next").NoWrap()).AddColumn(new TableColumn("probability").RightAligned().NoWrap());
        foreach (var (text, probability) in suggestions)
            table.AddRow(new Text(MessageText.Sanitize(text)), new Text(probability.ToString("0.0000", CultureInfo.InvariantCulture)));
        output.Write(table);
        return [.. suggestions.Select(suggestion => new Dictionary<string, object?> { ["text"] = suggestion.Text, ["probability"] = suggestion.Probability })];
    }
}
