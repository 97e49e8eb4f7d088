namespace MlNetRecurrent.Training;

/// <summary>Scores a language model on a text: how many bits it needs for each character, or how many words it has to choose among.</summary>
internal static class LanguageEvaluation
{
    // Steps at once: enough for the engine, and little memory.
    private const int Piece = 256;

    // What is read before the first token that is scored, where the text has it: more than a network remembers.
    private const int Context = 1000;

    // Below what float32 holds: a token that a network takes for impossible costs 100 bits, and not infinitely many.
    private const double MinProbability = 1e-30;

    /// <summary>Scores the tokens from one on; the very first of a text is not scored, as nothing says it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="first">The first token to score.</param>
    /// <param name="fitted">How many of the tokens the models that only count are fitted on; 0 for no such models.</param>
    /// <param name="cancellation">Ends the scoring.</param>
    public static EvaluationReport Run(RecurrentModel model, TokenizedText text, int first, int fitted, CancellationToken cancellation)
    {
        first = Math.Max(1, first);
        var bits = Bits(model, text.Tokens, first, cancellation);
        return new EvaluationReport
        {
            Task = RecurrentTask.Language,
            RowCount = text.Tokens.Length - first,
            Metrics = Metrics(text, first, bits),
            Baselines = fitted == 0 ? new Dictionary<string, IReadOnlyDictionary<string, double>>() : Baselines(text, first, fitted, cancellation),
        };
    }

    private static double Bits(RecurrentModel model, long[] tokens, int first, CancellationToken cancellation)
    {
        var vocabulary = model.Network.Classes;
        var state = new float[model.StateSize];
        var answers = new float[Piece * vocabulary];
        var bits = 0.0;
        for (var start = Math.Max(0, first - 1 - Context); start < tokens.Length - 1; start += Piece)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(Piece, tokens.Length - 1 - start);
            model.ScoreBatch(
                new SequenceBatch { Tokens = tokens.AsSpan(start, count), Count = 1, InitialStates = state, FinalStates = state },
                answers.AsSpan(0, count * vocabulary));
            for (var index = Math.Max(0, first - 1 - start); index < count; index++)
                bits -= Math.Log2(Math.Max(MinProbability, answers[(index * vocabulary) + (int)tokens[start + index + 1]]));
        }

        return bits;
    }

    private static Dictionary<string, IReadOnlyDictionary<string, double>> Baselines(TokenizedText text, int first, int fitted, CancellationToken cancellation)
    {
        var ngrams = new NgramModel(text.Tokens.AsSpan(0, fitted), text.Vocabulary.Count);
        var bits = new double[NgramModel.MaxOrder + 1];
        var probabilities = new double[bits.Length];
        for (var index = first; index < text.Tokens.Length; index++)
        {
            if (index % Piece == 0)
                cancellation.ThrowIfCancellationRequested();
            ngrams.GetProbabilities(text.Tokens, index, probabilities);
            for (var order = 0; order < bits.Length; order++)
                bits[order] -= Math.Log2(probabilities[order]);
        }

        return bits.Index().ToDictionary(entry => FormattableString.Invariant($"order-{entry.Index}"), IReadOnlyDictionary<string, double> (entry) => Metrics(text, first, entry.Item));
    }

    private static Dictionary<string, double> Metrics(TokenizedText text, int first, double bits)
    {
        var tokens = text.Tokens.Length - first;
        return text.Vocabulary.TokenUnit == TokenUnit.Characters
            ? new Dictionary<string, double> { ["bitsPerCharacter"] = bits / tokens }
            : new Dictionary<string, double> { ["perplexity"] = Math.Pow(2, bits / tokens) };
    }
}
