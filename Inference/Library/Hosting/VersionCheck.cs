namespace MlNetRecurrent;

/// <summary>Determines whether an application can go on with another version of a hosted model.</summary>
internal static class VersionCheck
{
    /// <summary>Returns why a version cannot replace the one in use, as clauses; empty if it can.</summary>
    /// <param name="next">The version.</param>
    /// <param name="current">The version in use.</param>
    /// <param name="first">
    /// The signature of the first version. The application could feed it from the start, so a version with this signature can always come back.
    /// </param>
    public static string FindDifferences(RecurrentModel next, RecurrentModel current, ModelSignature first)
    {
        var differences = next.Signature == first ? [] : next.Signature.FindDifferences(current.Signature);
        return string.Join("; ", differences.Concat(FindLostUses(next, current)));
    }

    // What an application may do with a lease, and what depends on more than inputs and outputs: only uses that it has made count.
    private static IEnumerable<string> FindLostUses(RecurrentModel next, RecurrentModel current)
    {
        if (current.IsStreamed && StreamChecks.FindObstacle(next) is { } obstacle)
            yield return $"the application streams the model in use, but {LowerFirst(obstacle.TrimEnd('.'))}";
        if (current.HasInitialStates && !next.ScoringEngine.AcceptsInitialStates)
            yield return "the application passes initial states to the model in use, but this model has no inputs for them";
        if (current.HasKeyedStreams && next.Engine != RecurrentEngine.Managed)
        {
            yield return "the application streams many series of the model in use, which requires the managed engine"
                + (next.OnnxRuntimeReason is { } reason ? $", but ONNX Runtime would run this model: {LowerFirst(reason.TrimEnd('.'))}" : "");
        }
    }

    private static string LowerFirst(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
