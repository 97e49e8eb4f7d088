namespace MlNetRecurrent.Training;

/// <summary>Combines networks of the same description into one network, and splits it again.</summary>
internal static class NetworkEnsemble
{
    /// <summary>Combines networks that were fitted separately.</summary>
    /// <param name="members">
    /// The networks, at least one, of the same description and with the same scales. The caller keeps ownership of them.
    /// </param>
    /// <returns>
    /// A network with their weights, whose <see cref="NetworkDescription.EnsembleSize"/> is their number, in evaluation mode. Its quantiles are not
    /// calibrated: the calibration of its members does not apply to their mean.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// There is no network, the descriptions or scales differ, or a network is an ensemble.
    /// </exception>
    public static RecurrentNetwork Combine(IReadOnlyList<RecurrentNetwork> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0)
            throw new ArgumentException("There is no network to combine.", nameof(members));
        var weights = members.Select(WeightLayout.Read).ToList();
        for (var index = 0; index < members.Count; index++)
        {
            if (members[index].Description.EnsembleSize != 1)
                throw Invalid($"is an ensemble of {members[index].Description.EnsembleSize} networks: combine single networks");
            if (Serialize(members[index]) != Serialize(members[0]))
                throw Invalid("has a different description from network 0: combine networks of the same description");
            if (!Scales(weights[index]).Zip(Scales(weights[0])).All(pair => AreEqual(pair.First, pair.Second)))
                throw Invalid("has different scales from network 0: combine networks that were fitted on the same data");

            ArgumentException Invalid(string reason) => new($"Network {index} {reason}.", nameof(members));
        }

        var combined = NetworkWeights.Join(weights);
        return WeightLayout.Build(members[0].Description with { EnsembleSize = members.Count }, combined with
        {
            QuantileShift = combined.QuantileShift is { } shift ? new float[shift.Length] : null,
        });
    }

    /// <summary>Splits an ensemble into its members.</summary>
    /// <param name="network">The ensemble, which is left unchanged.</param>
    /// <returns>One network per member, in evaluation mode. The caller disposes them.</returns>
    public static IReadOnlyList<RecurrentNetwork> Split(RecurrentNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var weights = WeightLayout.Read(network);
        return [.. Enumerable.Range(0, network.Description.EnsembleSize).Select(member =>
            WeightLayout.Build(network.Description with { EnsembleSize = 1 }, weights.Member(network.Description, member)))];
    }

    // Records compare their lists by reference; the card's JSON contains every value.
    private static string Serialize(RecurrentNetwork network) => new ModelCard { Network = network.Description }.ToJson();

    private static AffineScale?[] Scales(NetworkWeights weights) => [weights.InputScale, weights.FutureCovariateScale, weights.TargetScale];

    private static bool AreEqual(AffineScale? first, AffineScale? second) => first is null || second is null
        ? first is null && second is null
        : first.Mean.AsSpan().SequenceEqual(second.Mean) && first.StandardDeviation.AsSpan().SequenceEqual(second.StandardDeviation);
}
