using System.CommandLine;

namespace MlNetRecurrent.Console;

/// <summary>The options of language models: which text, and what it is read as.</summary>
internal sealed class TextOptions
{
    private readonly Option<string?> _text = new("--text") { Description = "The text of a language model: a UTF-8 file. A name alone is also looked for in the folder MLNETRECURRENT_DATA." };
    private readonly Option<string?> _tokens = new("--tokens") { Description = "What a text is read as: characters (default) or words." };
    private readonly Option<int?> _vocabulary = new("--vocabulary") { Description = "How many of a text's tokens are known, the most frequent ones; the others are one token. Default: all characters, or 10000 words." };
    private readonly Option<int> _embedding = CommandOptions.WithDefault("--embedding", "Values for each token of a text.", LanguageOptions.DefaultEmbedding);

    /// <summary>Every option.</summary>
    public IEnumerable<Option> All => [_text, _tokens, _vocabulary, _embedding];

    /// <summary>Where commands read that have a model already.</summary>
    public Option<string?> Text => _text;

    /// <summary>What a text is read as.</summary>
    public TokenUnit ReadTokenUnit(ParseResult parsed) => ChoiceOption.Read(parsed, _tokens, ("characters", TokenUnit.Characters), ("words", TokenUnit.Words)) ?? TokenUnit.Characters;

    /// <summary>How many tokens are known, or null for all.</summary>
    public int? ReadMaxVocabularySize(ParseResult parsed) => parsed.GetValue(_vocabulary) switch
    {
        null => ReadTokenUnit(parsed) == TokenUnit.Words ? LanguageOptions.DefaultWords : null,
        >= 2 and var count => count,
        var count => throw new UserInputException($"Option {_vocabulary.Name} is {count}, expected at least 2: one of them is for all that is not known."),
    };

    /// <summary>Values for each token.</summary>
    public int ReadEmbeddingSize(ParseResult parsed) => CommandOptions.RequireAtLeastOne(_embedding, parsed.GetValue(_embedding))!.Value;

    /// <summary>Whether a language model is asked for, by an option or the sample.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="task">The task that is asked for, or null.</param>
    /// <param name="sample">The name of the sample, or null.</param>
    /// <exception cref="UserInputException">The text does not go with the task.</exception>
    public bool IsLanguage(ParseResult parsed, RecurrentTask? task, string? sample)
    {
        var isText = parsed.GetValue(_text) is not null || IsText(sample);
        if (isText && task is { } other and not RecurrentTask.Language)
            throw new UserInputException($"{(parsed.GetValue(_text) is null ? $"Sample {sample}" : $"Option {_text.Name}")} is a text: it goes with --task language, not {other.ToString().ToLowerInvariant()}.");
        return isText || task == RecurrentTask.Language;
    }

    /// <summary>The text to read.</summary>
    /// <exception cref="UserInputException">There is none, or there are two.</exception>
    public TextSource Source(ParseResult parsed, string? sample) => (parsed.GetValue(_text), sample) switch
    {
        ({ } path, null) => new TextSource(path, DataSource.Place(path)),
        (null, { } name) when IsText(name) => new TextSource(name, null),
        (null, null) => throw new UserInputException($"There is no text: give --text FILE.txt or --sample {string.Join(" or ", Texts)}."),
        (null, { } name) => throw new UserInputException($"Sample {Sample.Find(name).Name} is no text: give --text FILE.txt or --sample {string.Join(" or ", Texts)}."),
        _ => throw new UserInputException("Options --text and --sample are both given, expected one of them."),
    };

    private static IEnumerable<string> Texts => Sample.All.Where(sample => sample.Task == RecurrentTask.Language).Select(sample => sample.Name);

    private static bool IsText(string? sample) => sample is not null && Sample.Find(sample).Task == RecurrentTask.Language;
}
