namespace MlNetRecurrent;

/// <summary>Describes the pooling over time in words.</summary>
internal static class PoolingText
{
    /// <summary>Describes the pooling of a network; null if it has no head.</summary>
    public static string? Describe(NetworkDescription network) => !network.HasHead ? null : network.Pooling switch
    {
        SequencePooling.FinalState when network.Layers[^1].Direction == SequenceDirection.Bidirectional => "final state of each direction",
        SequencePooling.FinalState => "last step",
        SequencePooling.LastStep => "last time step of each direction",
        SequencePooling.LastSteps => FormattableString.Invariant($"last {network.PooledSteps} time steps"),
        SequencePooling.None => "none: one output per time step",
        var pooling => $"{pooling.ToString().ToLowerInvariant()} over time",
    };
}
