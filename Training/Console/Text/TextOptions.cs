using System.CommandLine;

namespace MlNetRecurrent.Console;

/// <summary>The options of language models: the text and how it is tokenized.</summary>
internal sealed class TextOptions
{
    private readonly Option<string?> _text = new("--text")
    {
        Description = "The text of a language model: a UTF-8 file; - for standard input. "
            + "A plain file name is also searched for in the folder MLNETRECURRENT_DATA.",
        Validators = { PathText.Validate },
    };

    private readonly Option<string?> _tokens = new("--tokens") { Description = "The tokens of a text: characters (default) or words." };
    private readonly Option<int?> _vocabulary = new("--vocabulary")
    {
        Description = "The maximum vocabulary size. The most frequent tokens of a text are kept; all others share the unknown token. "
            + "Default: all characters, or 10000 words.",
    };

    private readonly Option<int> _embedding = CommandOptions.WithDefault(
        "--embedding", "The number of values in the embedding of each token of a text.", LanguageOptions.DefaultEmbedding);

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [_text, _tokens, _vocabulary, _embedding];

    /// <summary>The option that selects the text, for commands that take everything else from a model.</summary>
    public Option<string?> Text => _text;

    /// <summary>The path of the text file, or null for none.</summary>
    public string? FindFile(ParseResult parsed) => parsed.GetValue(_text) is { } path ? DataSource.FindFile(path) : null;

    /// <summary>The token unit: characters or words.</summary>
    public TokenUnit ReadTokenUnit(ParseResult parsed) =>
        ChoiceOption.Read(parsed, _tokens, ("characters", TokenUnit.Characters), ("words", TokenUnit.Words)) ?? TokenUnit.Characters;

    /// <summary>The maximum vocabulary size, or null for no limit.</summary>
    public int? ReadMaxVocabularySize(ParseResult parsed) => parsed.GetValue(_vocabulary) switch
    {
        null => ReadTokenUnit(parsed) == TokenUnit.Words ? LanguageOptions.DefaultWords : null,
        >= 2 and var count => count,
        var count => throw new UserInputException(
            $"Option {_vocabulary.Name} is {count}, expected at least 2, since one of them is the unknown token."),
    };

    /// <summary>The number of values in the embedding of a token.</summary>
    public int ReadEmbeddingSize(ParseResult parsed) => CommandOptions.RequireAtLeastOne(_embedding, parsed.GetValue(_embedding))!.Value;

    /// <summary>Whether a language model is requested, by an option or by the sample.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="task">The requested task, or null.</param>
    /// <param name="sample">The name of the sample, or null.</param>
    /// <exception cref="UserInputException">The text cannot be used with the task.</exception>
    public bool IsLanguage(ParseResult parsed, RecurrentTask? task, string? sample)
    {
        var isText = parsed.GetValue(_text) is not null || IsText(sample);
        if (isText && task is { } other and not RecurrentTask.Language)
        {
            var name = parsed.GetValue(_text) is null ? $"Sample {sample}" : $"Option {_text.Name}";
            throw new UserInputException($"{name} is a text, which requires --task language, got {other.ToString().ToLowerInvariant()}.");
        }

        return isText || task == RecurrentTask.Language;
    }

    /// <summary>Reads the source of the text.</summary>
    /// <exception cref="UserInputException">No text is given, or two are given.</exception>
    public TextSource Source(ParseResult parsed, string? sample) => (parsed.GetValue(_text), sample) switch
    {
        ({ } path, null) => new TextSource(DataSource.GetName(path), DataSource.FindFile(path)),
        (null, { } name) when IsText(name) => new TextSource(name, null),
        (null, null) => throw new UserInputException($"No text specified: expected --text FILE.txt or --sample {string.Join(" or ", Texts)}."),
        (null, { } name) => throw new UserInputException(
            $"Sample {Sample.Find(name).Name} is not a text: expected --text FILE.txt or --sample {string.Join(" or ", Texts)}."),
        _ => throw new UserInputException("Options --text and --sample are both specified, expected only one of them."),
    };

    private static IEnumerable<string> Texts => Sample.All.Where(sample => sample.Task == RecurrentTask.Language).Select(sample => sample.Name);

    private static bool IsText(string? sample) => sample is not null && Sample.Find(sample).Task == RecurrentTask.Language;
}
