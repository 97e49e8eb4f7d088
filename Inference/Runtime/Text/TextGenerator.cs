using System.Globalization;
using System.Text;

namespace MlNetRecurrent;

/// <summary>Generates text with a language model, and suggests the next word. Does not require LibTorch.</summary>
/// <remarks>
/// Thread-safe: each text has a separate stream over the weights of the model. The caller owns the model and must not dispose it during generation.
/// </remarks>
public sealed class TextGenerator
{
    private readonly RecurrentModel _model;

    /// <summary>Creates a generator for a model.</summary>
    /// <param name="model">A language model with a vocabulary, such as <c>train --task language</c> exports.</param>
    /// <exception cref="ArgumentException">The model is not a language model, or its card has no vocabulary.</exception>
    public TextGenerator(RecurrentModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Network.Task != RecurrentTask.Language)
        {
            var task = model.Network.Task.ToString().ToLowerInvariant();
            throw new ArgumentException($"The task of the model is {task}, expected language: only language models generate text.");
        }

        Vocabulary = model.Card.Vocabulary
            ?? throw new ArgumentException("The model card has no vocabulary, which text generation requires.");
        _model = model;
    }

    /// <summary>The vocabulary of the model.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Continues a prompt. Returns each token as soon as it is drawn, without the prompt.</summary>
    /// <param name="prompt">The start of the text, at least one token.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>The texts of the tokens, which concatenated are the continuation of the prompt.</returns>
    /// <exception cref="ArgumentException">An option is out of range, the prompt is empty, or a token is not in the vocabulary.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed, before or during the enumeration.</exception>
    public IEnumerable<string> Generate(string prompt, GenerationOptions? options = null)
    {
        options ??= new GenerationOptions();
        options.Validate();
        return Continue(Encode(prompt, options.UnknownTokens), options);
    }

    /// <summary>Returns the most probable next words after a prompt, most probable first. A model of words also suggests symbols.</summary>
    /// <param name="prompt">The start of a sentence, in whole words; for a model of characters, a space is appended if it is missing.</param>
    /// <param name="count">The maximum number of suggestions, at least 1.</param>
    /// <param name="unknownTokens">How tokens in the prompt that are not in the vocabulary are handled.</param>
    /// <exception cref="ArgumentException">The count is below 1, the prompt is empty, or a token is not in the vocabulary.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public IReadOnlyList<TextSuggestion> SuggestWords(string prompt, int count = 5, UnknownTokenPolicy unknownTokens = UnknownTokenPolicy.Throw)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var tokens = Encode(prompt, unknownTokens);
        var isWords = Vocabulary.TokenUnit == TokenUnit.Words;
        if (!isWords && !char.IsWhiteSpace(prompt[^1]) && Vocabulary.GetTokenId(" ") is var space and not Vocabulary.UnknownToken)
            tokens = [.. tokens, space];
        var (stream, probabilities) = ReadPrompt(tokens);
        if (!isWords)
            return new WordSearch(stream, Vocabulary).FindNextWords(probabilities, count);
        return [.. probabilities.Index().Skip(1)
            .OrderByDescending(entry => entry.Item)
            .Take(count)
            .Select(entry => new TextSuggestion(TextTokenizer.Write(Vocabulary.Tokens[entry.Index], atStart: true), entry.Item))];
    }

    private IEnumerable<string> Continue(long[] prompt, GenerationOptions options)
    {
        var (stream, probabilities) = ReadPrompt(prompt);
        var sampler = new TokenSampler(options);
        var last = Vocabulary.Tokens[(int)prompt[^1]];
        for (var index = 0; index < options.NewTokens; index++)
        {
            var token = sampler.Draw(probabilities);
            var text = Vocabulary.Tokens[token];
            yield return Vocabulary.TokenUnit == TokenUnit.Words ? TextTokenizer.Write(text, TextTokenizer.IsStart(last)) : text;
            if (index < options.NewTokens - 1)
                stream.StepToken(token, probabilities);
            last = text;
        }
    }

    private (RecurrentStream Stream, float[] Probabilities) ReadPrompt(long[] tokens)
    {
        var stream = _model.OpenStream();
        var probabilities = new float[_model.Network.OutputSize];
        foreach (var token in tokens)
            stream.StepToken(token, probabilities);
        return (stream, probabilities);
    }

    private long[] Encode(string prompt, UnknownTokenPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var tokens = Vocabulary.Encode(prompt);
        if (tokens.Length == 0)
            throw new ArgumentException("The prompt is empty, expected at least one character.");
        if (policy == UnknownTokenPolicy.Throw && Vocabulary.FindUnknownTokens(prompt) is { Count: > 0 } unknown)
        {
            var unit = Vocabulary.TokenUnit == TokenUnit.Characters ? "character" : "word";
            var names = string.Join(", ", unknown.Select(Name));
            throw new ArgumentException(unknown.Count == 1
                ? $"The prompt has the {unit} {names}, which is not in the vocabulary: remove it, or replace unknown tokens."
                : $"The prompt has the {unit}s {names}, which are not in the vocabulary: remove them, or replace unknown tokens.");
        }

        return tokens;
    }

    // Characters with their code points, since many look alike and some are invisible.
    private static string Name(string token)
    {
        if (token.Length > 2 || token.EnumerateRunes().Count() != 1)
            return $"'{token.Trim()}'";
        var character = token.EnumerateRunes().First();
        var codePoint = string.Create(CultureInfo.InvariantCulture, $"U+{character.Value:X4}");
        return Rune.IsControl(character) || Rune.IsWhiteSpace(character) ? codePoint : $"'{token}' ({codePoint})";
    }
}
