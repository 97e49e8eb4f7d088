using System.Text;

namespace MlNetRecurrent;

/// <summary>The tokens of a language model and their IDs. Immutable.</summary>
/// <remarks>Token <see cref="UnknownToken"/> represents every token that is not in the vocabulary.</remarks>
public sealed class Vocabulary
{
    /// <summary>The ID of the token that represents every token outside the vocabulary.</summary>
    public const int UnknownToken = 0;

    private readonly Dictionary<string, int> _tokenIds;

    /// <summary>Creates a vocabulary of the given tokens.</summary>
    /// <param name="unit">The unit into which texts are split.</param>
    /// <param name="tokens">
    /// The tokens in the order of their IDs; the first is "", for <see cref="UnknownToken"/>. Words that follow white space start with a space.
    /// </param>
    /// <exception cref="ArgumentException">There are fewer than two tokens, the first is not "", or another one is empty or a duplicate.</exception>
    public Vocabulary(TokenUnit unit, IReadOnlyList<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (!Enum.IsDefined(unit))
            throw new ArgumentException($"The token unit is {unit}, expected {TokenUnit.Characters} or {TokenUnit.Words}.", nameof(unit));
        if (tokens.Count < 2 || tokens[UnknownToken] != "")
        {
            throw new ArgumentException(
                "A vocabulary must start with \"\" for the unknown token, followed by at least one token.", nameof(tokens));
        }

        (TokenUnit, Tokens) = (unit, tokens);
        _tokenIds = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        for (var id = 1; id < tokens.Count; id++)
        {
            if (string.IsNullOrEmpty(tokens[id]))
                throw new ArgumentException($"Token {id} of the vocabulary is empty.", nameof(tokens));
            if (!_tokenIds.TryAdd(tokens[id], id))
                throw new ArgumentException($"Token {id} of the vocabulary is '{tokens[id]}', which is defined more than once.", nameof(tokens));
        }
    }

    /// <summary>The unit into which texts are split.</summary>
    public TokenUnit TokenUnit { get; }

    /// <summary>The tokens in the order of their IDs; the first is "", the unknown token.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>The number of tokens, including the unknown token.</summary>
    public int Count => Tokens.Count;

    /// <summary>Creates the vocabulary of texts: the most frequent tokens first, and tokens of equal frequency in ordinal order.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="unit">The unit into which texts are split.</param>
    /// <param name="maxCount">
    /// The maximum number of tokens including the unknown token, at least 2; rarer tokens are left out. Null for no limit.
    /// </param>
    /// <exception cref="ArgumentException">The texts contain no tokens, or <paramref name="maxCount"/> is less than 2.</exception>
    public static Vocabulary FromTexts(IEnumerable<string> texts, TokenUnit unit, int? maxCount = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return FromTokens(texts.SelectMany(text => TextTokenizer.Split(unit, text)).Select(token => token.Text), unit, maxCount);
    }

    /// <summary>Creates the vocabulary of tokens.</summary>
    internal static Vocabulary FromTokens(IEnumerable<string> tokens, TokenUnit unit, int? maxCount)
    {
        if (maxCount < 2)
            throw new ArgumentOutOfRangeException(nameof(maxCount), maxCount, "Expected at least 2 tokens, including the unknown token.");
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var token in tokens)
            counts[token] = counts.GetValueOrDefault(token) + 1;
        var kept = counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Key);
        return new Vocabulary(unit, ["", .. maxCount is { } room ? kept.Take(room - 1) : kept]);
    }

    /// <summary>Returns the token IDs of a text.</summary>
    /// <param name="text">The text, which is divided into tokens as the vocabulary was: characters or words.</param>
    public long[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. TextTokenizer.Split(TokenUnit, text).Select(token => (long)GetTokenId(token.Text))];
    }

    /// <summary>Returns the distinct tokens of a text that are not in the vocabulary, in the order of the text.</summary>
    /// <param name="text">The text.</param>
    public IReadOnlyList<string> FindUnknownTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. TextTokenizer.Split(TokenUnit, text).Select(token => token.Text).Where(token => GetTokenId(token) == UnknownToken).Distinct()];
    }

    /// <summary>Returns the text of token IDs. Unknown tokens become U+FFFD, the replacement character.</summary>
    /// <param name="tokens">The token IDs, each 0 to vocabulary size - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token ID is not in the vocabulary.</exception>
    public string Decode(ReadOnlySpan<long> tokens)
    {
        TokenRange.Check(tokens, Count);
        var text = new StringBuilder();
        var atStart = true;
        foreach (var id in tokens)
        {
            var token = id == UnknownToken ? (TokenUnit == TokenUnit.Words ? " \uFFFD" : "\uFFFD") : Tokens[(int)id];
            text.Append(TokenUnit == TokenUnit.Words ? TextTokenizer.Write(token, atStart) : token);
            atStart = TextTokenizer.IsStart(token);
        }

        return text.ToString();
    }

    /// <summary>The ID of a token. A word matches with or without a leading space if the vocabulary has only one of the two forms.</summary>
    internal int GetTokenId(string token)
    {
        if (_tokenIds.TryGetValue(token, out var id) || TokenUnit == TokenUnit.Characters)
            return id;
        return _tokenIds.GetValueOrDefault(token[0] == ' ' ? token[1..] : $" {token}");
    }
}
