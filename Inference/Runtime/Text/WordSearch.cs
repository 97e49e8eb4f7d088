namespace MlNetRecurrent;

/// <summary>The most probable next words of a model of characters: the likeliest beginning of a word is lengthened first, until enough words are complete.</summary>
/// <remarks>
/// A word ends before a character that cannot stand in one, whichever that is. No word is likelier than its beginning, so words come out in the order
/// of their probabilities, and none is missed but beyond the limits.
/// </remarks>
internal sealed class WordSearch(RecurrentStream stream, Vocabulary vocabulary)
{
    private const int MaxWordLength = 40;
    private const int MaxSteps = 4000;

    private readonly bool[] _ofWord = [.. vocabulary.Tokens.Select((token, number) => number != Vocabulary.UnknownToken && TextTokenizer.IsWordCharacter(token.EnumerateRunes().First()))];

    /// <summary>The words.</summary>
    /// <param name="probabilities">[vocabulary]: the first character.</param>
    /// <param name="count">How many words, at most.</param>
    public IReadOnlyList<TextSuggestion> FindNextWords(ReadOnlySpan<float> probabilities, int count)
    {
        var open = new PriorityQueue<Prefix, double>();
        Lengthen("", 1, stream.SaveState(), probabilities);
        var words = new List<TextSuggestion>();
        var answer = new float[vocabulary.Count];
        for (var steps = 0; words.Count < count && steps < MaxSteps && open.TryDequeue(out var prefix, out _);)
        {
            if (prefix.Token < 0)
            {
                words.Add(new TextSuggestion(prefix.Text, prefix.Probability));
                continue;
            }

            steps++;
            stream.RestoreState(prefix.State);
            stream.StepToken(prefix.Token, answer);
            var ends = 0.0;
            for (var token = 0; token < answer.Length; token++)
                ends += _ofWord[token] ? 0 : answer[token];
            open.Enqueue(new Prefix(prefix.Text, prefix.Probability * ends, -1, []), -prefix.Probability * ends);
            if (prefix.Text.Length < MaxWordLength)
                Lengthen(prefix.Text, prefix.Probability, stream.SaveState(), answer);
        }

        return words;

        void Lengthen(string text, double probability, byte[] state, ReadOnlySpan<float> next)
        {
            for (var token = 0; token < next.Length; token++)
            {
                if (_ofWord[token])
                    open.Enqueue(new Prefix(text + vocabulary.Tokens[token], probability * next[token], token, state), -probability * next[token]);
            }
        }
    }

    // A beginning of a word, its last character not read yet; or, where that is negative, a whole word.
    private readonly record struct Prefix(string Text, double Probability, int Token, byte[] State);
}
