namespace MlNetRecurrent.Training;

/// <summary>
/// Models of a text that look 0 to 5 tokens back, interpolated by Witten and Bell (1991): p(w | h) = (c(h w) + T(h) p(w | h')) / (c(h) + T(h)), where c
/// counts, T(h) is how many different tokens followed h, and h' is h without its oldest token. Below order 0 all tokens are alike.
/// </summary>
internal sealed class NgramModel
{
    /// <summary>How far the longest of them looks back.</summary>
    public const int MaxOrder = 5;

    // Contexts are a tree: the child of a context by a token is the context with that token before it.
    private readonly Dictionary<(int Context, int Token), int> _children = [];
    private readonly Dictionary<(int Context, int Token), int> _counts = [];
    private readonly List<(int Count, int Different)> _contexts = [(0, 0)];
    private readonly int _vocabulary;

    /// <param name="tokens">The text that they are fitted on.</param>
    /// <param name="vocabulary">How many tokens there are.</param>
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

    /// <summary>The probability of a token by each order, from 0.</summary>
    /// <param name="tokens">A text.</param>
    /// <param name="index">Which of its tokens; those before it are what the models look back on.</param>
    /// <param name="probabilities">Takes the probabilities, <see cref="MaxOrder"/> + 1.</param>
    public void GetProbabilities(ReadOnlySpan<long> tokens, int index, Span<double> probabilities)
    {
        var probability = 1.0 / _vocabulary;
        var context = 0;
        for (var order = 0; order <= MaxOrder; order++)
        {
            if (context >= 0)
            {
                var (count, different) = _contexts[context];
                probability = (_counts.GetValueOrDefault((context, (int)tokens[index])) + (different * probability)) / (count + different);
            }

            probabilities[order] = probability;
            // A context that never came says no more than the shorter one.
            if (order < MaxOrder && context >= 0)
                context = order < index ? _children.GetValueOrDefault((context, (int)tokens[index - 1 - order]), -1) : -1;
        }
    }

    private void Count(int context, int token)
    {
        var count = _counts[(context, token)] = _counts.GetValueOrDefault((context, token)) + 1;
        var (all, different) = _contexts[context];
        _contexts[context] = (all + 1, different + (count == 1 ? 1 : 0));
    }
}
