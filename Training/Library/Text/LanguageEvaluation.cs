namespace MlNetRecurrent.Training;

/// <summary>Scores a language model on a text: bits per character, or perplexity for words.</summary>
internal static class LanguageEvaluation
{
    // The number of tokens scored at once: enough for the engine, with little memory.
    private const int ChunkSize = 256;

    // The maximum number of tokens read before the first scored token: more than a network remembers.
    private const int ContextSize = 1000;

    // A token that the network considers impossible costs 100 bits instead of infinitely many.
    private const double MinProbability = 1e-30;

    /// <summary>Scores the tokens from the given one. The first token of a text is never scored, because nothing precedes it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="first">The first token to score.</param>
    /// <param name="trainingTokens">The number of tokens on which the n-gram baselines are fitted; 0 for no baselines.</param>
    /// <param name="cancellation">Cancels the scoring.</param>
    public static EvaluationReport Run(RecurrentModel model, TokenizedText text, int first, int trainingTokens, CancellationToken cancellation)
    {
        first = Math.Max(1, first);
        var bits = ComputeBits(model, text.Tokens, first, cancellation);
        return new EvaluationReport
        {
            Task = RecurrentTask.Language,
            RowCount = text.Tokens.Length - first,
            Metrics = Metrics(text, first, bits),
            Baselines = trainingTokens == 0
                ? new Dictionary<string, IReadOnlyDictionary<string, double>>()
                : Baselines(text, first, trainingTokens, cancellation),
        };
    }

    private static double ComputeBits(RecurrentModel model, long[] tokens, int first, CancellationToken cancellation)
    {
        var vocabulary = model.Network.Classes;
        var state = new float[model.StateSize];
        var probabilities = new float[ChunkSize * vocabulary];
        var bits = 0.0;
        for (var start = Math.Max(0, first - 1 - ContextSize); start < tokens.Length - 1; start += ChunkSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(ChunkSize, tokens.Length - 1 - start);
            model.ScoreBatch(
                new SequenceBatch { Tokens = tokens.AsSpan(start, count), Count = 1, InitialStates = state, FinalStates = state },
                probabilities.AsSpan(0, count * vocabulary));
            for (var index = Math.Max(0, first - 1 - start); index < count; index++)
                bits -= Math.Log2(Math.Max(MinProbability, probabilities[(index * vocabulary) + (int)tokens[start + index + 1]]));
        }

        return bits;
    }

    private static Dictionary<string, IReadOnlyDictionary<string, double>> Baselines(
        TokenizedText text, int first, int trainingTokens, CancellationToken cancellation)
    {
        var ngrams = new NgramModel(text.Tokens.AsSpan(0, trainingTokens), text.Vocabulary.Count);
        var bits = new double[NgramModel.MaxOrder + 1];
        var probabilities = new double[bits.Length];
        for (var index = first; index < text.Tokens.Length; index++)
        {
            if (index % ChunkSize == 0)
                cancellation.ThrowIfCancellationRequested();
            ngrams.GetProbabilities(text.Tokens, index, probabilities);
            for (var order = 0; order < bits.Length; order++)
                bits[order] -= Math.Log2(probabilities[order]);
        }

        return bits.Index().ToDictionary(
            entry => FormattableString.Invariant($"order-{entry.Index}"),
            IReadOnlyDictionary<string, double> (entry) => Metrics(text, first, entry.Item));
    }

    private static Dictionary<string, double> Metrics(TokenizedText text, int first, double bits)
    {
        var tokens = text.Tokens.Length - first;
        return text.Vocabulary.TokenUnit == TokenUnit.Characters
            ? new Dictionary<string, double> { ["bitsPerCharacter"] = bits / tokens }
            : new Dictionary<string, double> { ["perplexity"] = Math.Pow(2, bits / tokens) };
    }
}
