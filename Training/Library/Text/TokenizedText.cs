using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>A text as the tokens of a vocabulary, and where each of them begins.</summary>
internal sealed class TokenizedText
{
    private readonly string _text;
    private readonly int[] _starts;

    /// <param name="text">The text.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    public TokenizedText(string text, Vocabulary vocabulary)
        : this(text, [.. TextTokenizer.Split(vocabulary.TokenUnit, text)], vocabulary)
    {
    }

    private TokenizedText(string text, IReadOnlyList<TextToken> tokens, Vocabulary vocabulary)
    {
        (_text, Vocabulary) = (text, vocabulary);
        Tokens = [.. tokens.Select(token => (long)vocabulary.GetTokenId(token.Text))];
        _starts = [.. tokens.Select(token => token.Start)];
    }

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The tokens by number.</summary>
    public long[] Tokens { get; }

    /// <summary>Reads a text with the vocabulary of its beginning.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unit">What it is read as.</param>
    /// <param name="maxCount">How many tokens the vocabulary may have; null for all.</param>
    /// <param name="fitted">How many of so many tokens the vocabulary is taken from.</param>
    /// <param name="name">What messages call the text.</param>
    /// <exception cref="SequenceDataException">The text has not two tokens to fit.</exception>
    public static TokenizedText Tokenize(string text, TokenUnit unit, int? maxCount, Func<int, int> fitted, string name)
    {
        TextToken[] tokens = [.. TextTokenizer.Split(unit, text)];
        var (noun, count) = (GetNoun(unit), fitted(tokens.Length));
        if (tokens.Length < 2 || count < 2)
        {
            throw new SequenceDataException(string.Create(CultureInfo.InvariantCulture,
                $"{name} has {tokens.Length:N0} {noun}{(tokens.Length < 2 ? "" : $", {count} of them to fit")}: there is nothing to learn from fewer than 2. Give a longer text."));
        }

        return new TokenizedText(text, tokens, Vocabulary.FromTokens(tokens.Take(count).Select(token => token.Text), unit, maxCount));
    }

    /// <summary>What tokens are called.</summary>
    public static string GetNoun(TokenUnit kind) => kind == TokenUnit.Characters ? "characters" : "words and signs";

    /// <summary>The first tokens, to recognise them in a file.</summary>
    public TextFingerprint Fingerprint(int count)
    {
        var characters = count < Tokens.Length ? _starts[count] : _text.Length;
        return new TextFingerprint { TokenCount = count, CharacterCount = characters, Hash = Hash(characters) };
    }

    /// <summary>How many of the tokens were fitted, if the text begins with what was.</summary>
    public int FindTrainingTokens(TextFingerprint? fitted) =>
        fitted is not null && fitted.TokenCount <= Tokens.Length && fitted.CharacterCount <= _text.Length && Hash(fitted.CharacterCount) == fitted.Hash ? (int)fitted.TokenCount : 0;

    private string Hash(int characters) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_text[..characters])))[..16];
}
