namespace MlNetRecurrent.Training;

/// <summary>
/// N-gram models of a text with contexts of 0 to 5 tokens, with Witten-Bell interpolation (1991): p(w | h) = (c(h w) + T(h) p(w | h')) / (c(h) +
/// T(h)), where c counts occurrences, T(h) is the number of distinct tokens that follow h, and h' is h without its oldest token. Below order 0, the
/// distribution is uniform.
/// </summary>
internal sealed class NgramModel
{
    /// <summary>The maximum order: the number of tokens in the longest context.</summary>
    public const int MaxOrder = 5;

    // Contexts form a tree: the child of a context for a token is the context with that token prepended.
    private readonly Dictionary<(int Context, int Token), int> _children = [];
    private readonly Dictionary<(int Context, int Token), int> _counts = [];
    private readonly List<(int Count, int Distinct)> _contexts = [(0, 0)];
    private readonly int _vocabulary;

    /// <param name="tokens">The training text.</param>
    /// <param name="vocabulary">The vocabulary size.</param>
    public NgramModel(ReadOnlySpan<long> tokens, int vocabulary)
    {
        _vocabulary = vocabulary;
        for (var index = 0; index < tokens.Length; index++)
        {
            var context = 0;
            for (var order = 0; ; order++)
            {
                Count(context, (int)tokens[index]);
                if (order == MaxOrder || order == index)
                    break;
                var step = (context, (int)tokens[index - 1 - order]);
                if (!_children.TryGetValue(step, out context))
                {
                    context = _contexts.Count;
                    _children.Add(step, context);
                    _contexts.Add((0, 0));
                }
            }
        }
    }

    /// <summary>Computes the probability of a token under each order, from 0.</summary>
    /// <param name="tokens">A text.</param>
    /// <param name="index">The position of the token; the tokens before it are its context.</param>
    /// <param name="probabilities">The buffer for the <see cref="MaxOrder"/> + 1 probabilities.</param>
    public void GetProbabilities(ReadOnlySpan<long> tokens, int index, Span<double> probabilities)
    {
        var probability = 1.0 / _vocabulary;
        var context = 0;
        for (var order = 0; order <= MaxOrder; order++)
        {
            if (context >= 0)
            {
                var (count, distinct) = _contexts[context];
                probability = (_counts.GetValueOrDefault((context, (int)tokens[index])) + (distinct * probability)) / (count + distinct);
            }

            probabilities[order] = probability;
            // An unseen context adds nothing to the shorter one.
            if (order < MaxOrder && context >= 0)
                context = order < index ? _children.GetValueOrDefault((context, (int)tokens[index - 1 - order]), -1) : -1;
        }
    }

    private void Count(int context, int token)
    {
        var count = _counts[(context, token)] = _counts.GetValueOrDefault((context, token)) + 1;
        var (total, distinct) = _contexts[context];
        _contexts[context] = (total + 1, distinct + (count == 1 ? 1 : 0));
    }
}
