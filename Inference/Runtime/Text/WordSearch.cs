namespace MlNetRecurrent;

/// <summary>
/// Finds the most probable next words of a model of characters by a best-first search: the most probable prefix of a word is extended first, until
/// enough words are complete.
/// </summary>
/// <remarks>
/// A word ends before any character that cannot be part of a word. A word is never more probable than its prefixes, so the search finds words in the
/// order of their probabilities, and misses none within its limits.
/// </remarks>
internal sealed class WordSearch(RecurrentStream stream, Vocabulary vocabulary)
{
    private const int MaxWordLength = 40;
    private const int MaxSteps = 4000;

    private readonly bool[] _isWordCharacter =
    [
        .. vocabulary.Tokens.Select((token, id) => id != Vocabulary.UnknownToken && TextTokenizer.IsWordCharacter(token.EnumerateRunes().First())),
    ];

    /// <summary>Returns the most probable words, most probable first.</summary>
    /// <param name="probabilities">The probabilities of the first character, [vocabulary].</param>
    /// <param name="count">The maximum number of words.</param>
    public IReadOnlyList<TextSuggestion> FindNextWords(ReadOnlySpan<float> probabilities, int count)
    {
        var open = new PriorityQueue<Prefix, double>();
        Extend("", 1, stream.SaveState(), probabilities);
        var words = new List<TextSuggestion>();
        var next = new float[vocabulary.Count];
        for (var steps = 0; words.Count < count && steps < MaxSteps && open.TryDequeue(out var prefix, out _);)
        {
            if (prefix.Token < 0)
            {
                words.Add(new TextSuggestion(prefix.Text, prefix.Probability));
                continue;
            }

            steps++;
            stream.RestoreState(prefix.State);
            stream.StepToken(prefix.Token, next);
            var ends = 0.0;
            for (var token = 0; token < next.Length; token++)
                ends += _isWordCharacter[token] ? 0 : next[token];
            open.Enqueue(new Prefix(prefix.Text, prefix.Probability * ends, -1, []), -prefix.Probability * ends);
            if (prefix.Text.Length < MaxWordLength)
                Extend(prefix.Text, prefix.Probability, stream.SaveState(), next);
        }

        return words;

        void Extend(string text, double probability, byte[] state, ReadOnlySpan<float> following)
        {
            for (var token = 0; token < following.Length; token++)
            {
                if (!_isWordCharacter[token])
                    continue;
                var extended = probability * following[token];
                open.Enqueue(new Prefix(text + vocabulary.Tokens[token], extended, token, state), -extended);
            }
        }
    }

    // The prefix of a word whose last token has not been scored yet; or a whole word, if the token is negative.
    private readonly record struct Prefix(string Text, double Probability, int Token, byte[] State);
}
