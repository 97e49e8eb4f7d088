using System.Text;

namespace MlNetRecurrent;

/// <summary>The tokens that a language model knows, by number. Immutable.</summary>
/// <remarks>Token <see cref="UnknownToken"/> stands for all that is not in the vocabulary.</remarks>
public sealed class Vocabulary
{
    /// <summary>The number of the token that stands for every other one.</summary>
    public const int UnknownToken = 0;

    private readonly Dictionary<string, int> _tokenIds;

    /// <summary>A vocabulary of given tokens.</summary>
    /// <param name="kind">What texts are read as.</param>
    /// <param name="tokens">
    /// The tokens by number; the first is "", for <see cref="UnknownToken"/>. Words stand with a space before them where they follow white space.
    /// </param>
    /// <exception cref="ArgumentException">There are not two tokens, the first is not "", or there is an empty one or the same one twice.</exception>
    public Vocabulary(TokenUnit kind, IReadOnlyList<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (!Enum.IsDefined(kind))
            throw new ArgumentException($"The vocabulary is of {kind}, expected {nameof(TokenUnit.Characters)} or {nameof(TokenUnit.Words)}.", nameof(kind));
        if (tokens.Count < 2 || tokens[UnknownToken] != "")
            throw new ArgumentException("The vocabulary has no tokens beside the unknown one: expected \"\" as the first, and at least one more.", nameof(tokens));
        (TokenUnit, Tokens) = (kind, tokens);
        _tokenIds = new Dictionary<string, int>(tokens.Count, StringComparer.Ordinal);
        for (var number = 1; number < tokens.Count; number++)
        {
            if (string.IsNullOrEmpty(tokens[number]) || !_tokenIds.TryAdd(tokens[number], number))
                throw new ArgumentException($"Token {number} of the vocabulary is {(string.IsNullOrEmpty(tokens[number]) ? "empty" : $"'{tokens[number]}', which an earlier one is too")}.", nameof(tokens));
        }
    }

    /// <summary>What texts are read as.</summary>
    public TokenUnit TokenUnit { get; }

    /// <summary>The tokens by number; the first is "", which stands for every other one.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>How many tokens there are, the unknown one among them.</summary>
    public int Count => Tokens.Count;

    /// <summary>The vocabulary of texts: their most frequent tokens first; tokens as frequent as one another in ordinal order.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="unit">What they are read as.</param>
    /// <param name="maxCount">How many tokens there may be, at least 2, the unknown one among them; rarer ones are unknown. Null for all.</param>
    /// <exception cref="ArgumentException">The texts have no tokens.</exception>
    public static Vocabulary FromTexts(IEnumerable<string> texts, TokenUnit unit, int? maxCount = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return FromTokens(texts.SelectMany(text => TextTokenizer.Split(unit, text)).Select(token => token.Text), unit, maxCount);
    }

    /// <summary>The vocabulary of tokens.</summary>
    internal static Vocabulary FromTokens(IEnumerable<string> tokens, TokenUnit unit, int? maxCount)
    {
        if (maxCount < 2)
            throw new ArgumentOutOfRangeException(nameof(maxCount), maxCount, "Expected room for at least 2 tokens, the unknown one among them.");
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var token in tokens)
            counts[token] = counts.GetValueOrDefault(token) + 1;
        var kept = counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Key);
        return new Vocabulary(unit, ["", .. maxCount is { } room ? kept.Take(room - 1) : kept]);
    }

    /// <summary>The numbers of a text's tokens.</summary>
    public long[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. TextTokenizer.Split(TokenUnit, text).Select(token => (long)GetTokenId(token.Text))];
    }

    /// <summary>The tokens of a text that are not in the vocabulary, each once, in the order of the text.</summary>
    public IReadOnlyList<string> FindUnknownTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. TextTokenizer.Split(TokenUnit, text).Select(token => token.Text).Where(token => GetTokenId(token) == UnknownToken).Distinct()];
    }

    /// <summary>The text of tokens. Unknown ones are written as U+FFFD, the replacement character.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary.</exception>
    public string Decode(ReadOnlySpan<long> tokens)
    {
        TokenRange.Check(tokens, Count);
        var text = new StringBuilder();
        var atStart = true;
        foreach (var number in tokens)
        {
            var token = number == UnknownToken ? (TokenUnit == TokenUnit.Words ? " \uFFFD" : "\uFFFD") : Tokens[(int)number];
            text.Append(TokenUnit == TokenUnit.Words ? TextTokenizer.Write(token, atStart) : token);
            atStart = TextTokenizer.IsStart(token);
        }

        return text.ToString();
    }

    /// <summary>The number of a token; a word is the same one with and without a space before it where the vocabulary has but one of them.</summary>
    internal int GetTokenId(string token)
    {
        if (_tokenIds.TryGetValue(token, out var number) || TokenUnit == TokenUnit.Characters)
            return number;
        return _tokenIds.GetValueOrDefault(token[0] == ' ' ? token[1..] : $" {token}");
    }
}
