namespace MlNetRecurrent.Training;

/// <summary>Networks of one description that answer together in one network, and so in one file.</summary>
public static class NetworkEnsemble
{
    /// <summary>Joins networks that were fitted by themselves.</summary>
    /// <param name="members">The networks, at least one: of one description, fitted with the same scales. They stay the caller's.</param>
    /// <returns>
    /// A network with their weights and <see cref="NetworkDescription.EnsembleSize"/> as many as there are, in evaluation mode. Its quantiles are not
    /// calibrated: those of the mean are others than those of its members.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There is no network, they are not of one kind, or one is an ensemble itself; the message says which.
    /// </exception>
    public static RecurrentNetwork Join(IReadOnlyList<RecurrentNetwork> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0)
            throw new ArgumentException("There is no network to join.", nameof(members));
        var weights = members.Select(WeightLayout.Read).ToList();
        for (var index = 0; index < members.Count; index++)
        {
            if (members[index].Description.EnsembleSize != 1)
                throw new ArgumentException($"Network {index} is an ensemble of {members[index].Description.EnsembleSize} itself: join networks that are none.", nameof(members));
            if (Text(members[index]) != Text(members[0]))
                throw new ArgumentException($"Network {index} is described otherwise than network 0: join networks of one description.", nameof(members));
            if (!Scales(weights[index]).Zip(Scales(weights[0])).All(pair => Same(pair.First, pair.Second)))
                throw new ArgumentException($"Network {index} scales its values otherwise than network 0: join networks that were fitted on the same data.", nameof(members));
        }

        var joined = NetworkWeights.Join(weights);
        return WeightLayout.Build(members[0].Description with { EnsembleSize = members.Count }, joined with
        {
            QuantileShift = joined.QuantileShift is { } shift ? new float[shift.Length] : null,
        });
    }

    /// <summary>Takes an ensemble apart, to fit each network by itself.</summary>
    /// <param name="network">The ensemble; it stays as it is.</param>
    /// <returns>A network for each member, in evaluation mode; the caller disposes them.</returns>
    public static IReadOnlyList<RecurrentNetwork> Split(RecurrentNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var weights = WeightLayout.Read(network);
        return [.. Enumerable.Range(0, network.Description.EnsembleSize).Select(member =>
            WeightLayout.Build(network.Description with { EnsembleSize = 1 }, weights.Member(network.Description, member)))];
    }

    // Records compare their lists by reference; the card's text compares all there is.
    private static string Text(RecurrentNetwork network) => new ModelCard { Network = network.Description }.ToJson();

    private static AffineScale?[] Scales(NetworkWeights weights) => [weights.InputScale, weights.FutureCovariateScale, weights.TargetScale];

    private static bool Same(AffineScale? first, AffineScale? second) => first is null || second is null
        ? first is null && second is null
        : first.Mean.AsSpan().SequenceEqual(second.Mean) && first.StandardDeviation.AsSpan().SequenceEqual(second.StandardDeviation);
}
