using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>A text as token IDs of a vocabulary, with the start of each token in the text.</summary>
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

    /// <summary>The token IDs.</summary>
    public long[] Tokens { get; }

    /// <summary>Tokenizes a text, with a vocabulary built from the training tokens at its beginning.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unit">The unit of tokenization.</param>
    /// <param name="maxCount">The maximum vocabulary size; null for no limit.</param>
    /// <param name="fitted">Returns the number of training tokens, given the number of all tokens.</param>
    /// <param name="name">The name of the text in messages.</param>
    /// <exception cref="SequenceDataException">The text has fewer than two training tokens.</exception>
    public static TokenizedText Tokenize(string text, TokenUnit unit, int? maxCount, Func<int, int> fitted, string name)
    {
        TextToken[] tokens = [.. TextTokenizer.Split(unit, text)];
        var (noun, count) = (GetNoun(unit), fitted(tokens.Length));
        if (tokens.Length < 2 || count < 2)
        {
            var training = tokens.Length < 2 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count} of them for training");
            throw new SequenceDataException(string.Create(
                CultureInfo.InvariantCulture, $"{name} has {tokens.Length:N0} {noun}{training}, expected at least 2: provide a longer text."));
        }

        return new TokenizedText(text, tokens, Vocabulary.FromTokens(tokens.Take(count).Select(token => token.Text), unit, maxCount));
    }

    /// <summary>Returns the noun for tokens of a unit.</summary>
    public static string GetNoun(TokenUnit kind) => kind == TokenUnit.Characters ? "characters" : "words and symbols";

    /// <summary>Creates a fingerprint of the first tokens, to recognize them in another text.</summary>
    public TextFingerprint Fingerprint(int count)
    {
        var characters = count < Tokens.Length ? _starts[count] : _text.Length;
        return new TextFingerprint { TokenCount = count, CharacterCount = characters, Hash = Hash(characters) };
    }

    /// <summary>Returns the number of tokens used for training if the text begins with the training text; otherwise 0.</summary>
    public int FindTrainingTokens(TextFingerprint? fitted) =>
        fitted is not null && fitted.TokenCount <= Tokens.Length
            && fitted.CharacterCount <= _text.Length && Hash(fitted.CharacterCount) == fitted.Hash
            ? (int)fitted.TokenCount
            : 0;

    private string Hash(int characters) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_text[..characters])))[..16];
}
