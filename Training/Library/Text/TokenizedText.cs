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
        : this(text, [.. TextTokenizer.Split(vocabulary.Kind, text)], vocabulary)
    {
    }

    private TokenizedText(string text, IReadOnlyList<TextToken> tokens, Vocabulary vocabulary)
    {
        (_text, Vocabulary) = (text, vocabulary);
        Tokens = [.. tokens.Select(token => (long)vocabulary.Number(token.Text))];
        _starts = [.. tokens.Select(token => token.Start)];
    }

    /// <summary>The vocabulary.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The tokens by number.</summary>
    public long[] Tokens { get; }

    /// <summary>Reads a text with the vocabulary of its beginning.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kind">What it is read as.</param>
    /// <param name="largest">How many tokens the vocabulary may have; null for all.</param>
    /// <param name="fitted">How many of so many tokens the vocabulary is taken from.</param>
    /// <param name="name">What messages call the text.</param>
    /// <exception cref="SequenceDataException">The text has not two tokens to fit.</exception>
    public static TokenizedText Of(string text, TextTokens kind, int? largest, Func<int, int> fitted, string name)
    {
        TextToken[] tokens = [.. TextTokenizer.Split(kind, text)];
        var (noun, count) = (Noun(kind), fitted(tokens.Length));
        if (tokens.Length < 2 || count < 2)
        {
            throw new SequenceDataException(string.Create(CultureInfo.InvariantCulture,
                $"{name} has {tokens.Length:N0} {noun}{(tokens.Length < 2 ? "" : $", {count} of them to fit")}: there is nothing to learn from fewer than 2. Give a longer text."));
        }

        return new TokenizedText(text, tokens, Vocabulary.OfTokens(tokens.Take(count).Select(token => token.Text), kind, largest));
    }

    /// <summary>What tokens are called.</summary>
    public static string Noun(TextTokens kind) => kind == TextTokens.Characters ? "characters" : "words and signs";

    /// <summary>The first tokens, to recognise them in a file.</summary>
    public FittedText Beginning(int count)
    {
        var characters = count < Tokens.Length ? _starts[count] : _text.Length;
        return new FittedText { Tokens = count, Characters = characters, Hash = Hash(characters) };
    }

    /// <summary>How many of the tokens were fitted, if the text begins with what was.</summary>
    public int Fitted(FittedText? fitted) =>
        fitted is not null && fitted.Tokens <= Tokens.Length && fitted.Characters <= _text.Length && Hash(fitted.Characters) == fitted.Hash ? (int)fitted.Tokens : 0;

    private string Hash(int characters) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_text[..characters])))[..16];
}
