namespace MlNetRecurrent.Onnx;

/// <summary>Compares contents that may have been read from different nodes.</summary>
internal static class ContentComparison
{
    /// <summary>Whether both contents have the same values.</summary>
    public static bool AreSame(SignalContent first, SignalContent second) =>
        HaveSameOrigin(first, second) && first.Steps.SequenceEqual(second.Steps);

    /// <summary>Whether both contents are computed from the same values.</summary>
    public static bool HaveSameOrigin(SignalContent first, SignalContent second) => (first.Origin, second.Origin) switch
    {
        (InputContent one, InputContent other) => one.SameAs(other),
        (StateContent one, StateContent other) => one.PooledSteps == other.PooledSteps
            && one.SelectedStep == other.SelectedStep
            && one.Entries.SequenceEqual(other.Entries),
        var (one, other) => ReferenceEquals(one, other),
    };
}
