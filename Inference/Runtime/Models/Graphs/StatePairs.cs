using System.Text.RegularExpressions;

namespace MlNetRecurrent;

/// <summary>Finds the output of each state by its name, such as <c>h_in</c> and <c>h_out</c>, or by its shape.</summary>
internal static partial class StatePairs
{
    private static readonly HashSet<string> Positions =
    [
        "in", "out", "input", "output", "init", "initial", "final", "next", "new", "old", "prev", "previous", "last", "updated", "n", "0", "i", "o",
        "y", "x", "t", "onnx",
    ];

    private static readonly string[] StateWords = ["state", "hidden", "cell", "memory", "recurrent", "cache", "context", "ctx"];

    /// <summary>Finds the outputs of inputs that have none yet.</summary>
    /// <param name="inputs">The inputs that may be states.</param>
    /// <param name="outputs">The outputs that may be states. One more than the states must remain, for the output of the model.</param>
    public static Dictionary<string, string> Find(IReadOnlyList<DeclaredValue> inputs, IReadOnlyList<DeclaredValue> outputs)
    {
        var pairs = new Dictionary<string, string>();
        var left = outputs.ToList();
        foreach (var input in inputs)
        {
            var name = Normalize(input.Name);
            var matches = left.Where(output =>
                name.Any(char.IsLetter) && Normalize(output.Name) == name && !input.IsInteger && input.MayHaveShapeOf(output)).ToList();
            if (matches.Count == 1 && left.Count > 1)
                Add(input, matches[0]);
        }

        foreach (var input in inputs.Where(input => !pairs.ContainsKey(input.Name) && !input.IsInteger && MayBeState(input)))
        {
            var matches = left.Where(output => HasShape(input, output)).ToList();
            var rivals = inputs.Count(other => !pairs.ContainsKey(other.Name) && HasShape(other, input));
            if (matches.Count == 1 && rivals == 1 && left.Count > 1)
                Add(input, matches[0]);
        }

        return pairs;

        void Add(DeclaredValue input, DeclaredValue output)
        {
            pairs.Add(input.Name, output.Name);
            left.Remove(output);
        }
    }

    /// <summary>Whether the name of an output is that of a final state, such as <c>hn</c>.</summary>
    public static bool IsStateName(string name) =>
        Normalize(name) is "h" or "c" || StateWords.Any(word => Normalize(name).StartsWith(word, StringComparison.Ordinal));

    // Static features often have the size of an output; states have an axis for layers, or a telling name.
    private static bool MayBeState(DeclaredValue input) => input.Axes?.Count >= 3 || IsStateName(input.Name);

    private static bool HasShape(DeclaredValue first, DeclaredValue second) =>
        first.Axes is not null && second.Axes is not null && first.Axes.SequenceEqual(second.Axes);

    // h_in, h0, hn, h_next and new_h all become "h".
    private static string Normalize(string name)
    {
        var words = Words().Matches(name.Split(':')[0]).Select(word => word.Value.ToLowerInvariant()).Where(word => !Positions.Contains(word));
        return string.Join('_', words.Select(word => ShortState().Match(word) is { Success: true } match ? match.Groups[1].Value : word));
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+[0-9]*|[0-9]+")]
    private static partial Regex Words();

    [GeneratedRegex("^(h|c|s|hidden|cell|state)(0|n|t|x|y|in|out|i|o)$")]
    private static partial Regex ShortState();
}
