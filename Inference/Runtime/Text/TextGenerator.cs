using System.Globalization;
using System.Text;

namespace MlNetRecurrent;

/// <summary>Writes texts with a language model, and says which words may come next. Needs no LibTorch.</summary>
/// <remarks>Thread-safe: each text has a stream of its own over the model's weights. The model stays the caller's, and must be open while texts are written.</remarks>
public sealed class TextGenerator
{
    private readonly RecurrentModel _model;

    /// <summary>A generator of a model.</summary>
    /// <param name="model">A language model with a vocabulary, as <c>train --task language</c> makes them.</param>
    /// <exception cref="ArgumentException">The model is no language model, or its card has no vocabulary.</exception>
    public TextGenerator(RecurrentModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Network.Task != RecurrentTask.Language)
            throw new ArgumentException($"The model has the task {model.Network.Task.ToString().ToLowerInvariant()}, expected language: it writes no text.");
        Vocabulary = model.Card.Vocabulary
            ?? throw new ArgumentException("The model's card has no vocabulary: its tokens are numbers without texts.");
        _model = model;
    }

    /// <summary>The tokens that the model knows.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Writes on from a prompt: each token as soon as it is drawn, the prompt not among them.</summary>
    /// <param name="prompt">How the text begins, at least one token.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <returns>The texts of the tokens, which put together are what follows the prompt.</returns>
    /// <exception cref="ArgumentException">An option is out of range, the prompt is empty, or it has a token that the model never saw.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed; thrown while the tokens are read, too.</exception>
    public IEnumerable<string> Generate(string prompt, GenerationOptions? options = null)
    {
        options ??= new GenerationOptions();
        options.Validate();
        return Write(Encode(prompt, options.UnknownTokens), options);
    }

    /// <summary>The most probable next words behind a prompt, the likeliest first; with a model of words, signs too.</summary>
    /// <param name="prompt">A sentence begun, of whole words; a model of characters reads a space behind it where it has none.</param>
    /// <param name="count">How many, at least 1; fewer where there are not so many.</param>
    /// <param name="unknownTokens">What becomes of tokens in the prompt that the model has never seen.</param>
    /// <exception cref="ArgumentException">The count is below 1, the prompt is empty, or it has a token that the model never saw.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public IReadOnlyList<TextSuggestion> SuggestWords(string prompt, int count = 5, UnknownTokenPolicy unknownTokens = UnknownTokenPolicy.Throw)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var tokens = Encode(prompt, unknownTokens);
        var isWords = Vocabulary.TokenUnit == TokenUnit.Words;
        if (!isWords && !char.IsWhiteSpace(prompt[^1]) && Vocabulary.GetTokenId(" ") is var space and not Vocabulary.UnknownToken)
            tokens = [.. tokens, space];
        var (stream, answer) = Read(tokens);
        if (!isWords)
            return new WordSearch(stream, Vocabulary).FindNextWords(answer, count);
        return [.. answer.Index().Skip(1)
            .OrderByDescending(entry => entry.Item)
            .Take(count)
            .Select(entry => new TextSuggestion(TextTokenizer.Write(Vocabulary.Tokens[entry.Index], atStart: true), entry.Item))];
    }

    private IEnumerable<string> Write(long[] prompt, GenerationOptions options)
    {
        var (stream, answer) = Read(prompt);
        var sampler = new TokenSampler(options);
        var last = Vocabulary.Tokens[(int)prompt[^1]];
        for (var index = 0; index < options.NewTokens; index++)
        {
            var token = sampler.Draw(answer);
            var text = Vocabulary.Tokens[token];
            yield return Vocabulary.TokenUnit == TokenUnit.Words ? TextTokenizer.Write(text, TextTokenizer.IsStart(last)) : text;
            if (index < options.NewTokens - 1)
                stream.StepToken(token, answer);
            last = text;
        }
    }

    private (RecurrentStream Stream, float[] Answer) Read(long[] tokens)
    {
        var stream = _model.OpenStream();
        var answer = new float[_model.Network.Outputs];
        foreach (var token in tokens)
            stream.StepToken(token, answer);
        return (stream, answer);
    }

    private long[] Encode(string prompt, UnknownTokenPolicy unknown)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var tokens = Vocabulary.Encode(prompt);
        if (tokens.Length == 0)
            throw new ArgumentException("The prompt is empty: begin the text with at least one character.");
        if (unknown == UnknownTokenPolicy.Throw && Vocabulary.FindUnknownTokens(prompt) is { Count: > 0 } strange)
        {
            var (one, name) = (strange.Count == 1, Vocabulary.TokenUnit == TokenUnit.Characters ? "character" : "word");
            throw new ArgumentException(
                $"The prompt has {(one ? $"the {name}" : $"{name}s")} {string.Join(", ", strange.Select(Name))}, which the model never saw: leave {(one ? "it" : "them")} out, or have {(one ? "it" : "them")} replaced.");
        }

        return tokens;
    }

    // A character by its number too: many look alike, and some look like nothing.
    private static string Name(string token)
    {
        if (token.Length > 2 || token.EnumerateRunes().Count() != 1)
            return $"'{token.Trim()}'";
        var character = token.EnumerateRunes().First();
        var number = string.Create(CultureInfo.InvariantCulture, $"U+{character.Value:X4}");
        return Rune.IsControl(character) || Rune.IsWhiteSpace(character) ? number : $"'{token}' ({number})";
    }
}
