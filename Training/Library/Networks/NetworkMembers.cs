using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Runs the members of an ensemble side by side.</summary>
/// <param name="network">The description of the network.</param>
/// <param name="members">The members, at least one.</param>
internal sealed class NetworkMembers(NetworkDescription network, IReadOnlyList<NetworkMember> members)
{
    /// <summary>Runs the members on a batch.</summary>
    /// <param name="input">Scaled values [batch, time, size], or tokens [batch, time].</param>
    /// <param name="codes">The codes of the categories, int64 [batch, time, categories]; null without categories.</param>
    /// <param name="initial">
    /// The state of each layer of each member before the first step, member by member; null for the trained states, or zeros without those.
    /// </param>
    /// <param name="lengths">The length of each sequence, or null if all have the full length.</param>
    /// <param name="everyStep">Whether the head is applied at every time step, as if it were the last.</param>
    /// <returns>The head of each member, and the final states, member by member; no states with lengths.</returns>
    public (IReadOnlyList<HeadOutput> Heads, IReadOnlyList<RecurrentState> States) Run(
        Tensor input, Tensor? codes, IReadOnlyList<RecurrentState>? initial, SequenceLengths? lengths, bool everyStep)
    {
        var hasLengths = lengths is not null;
        var layerCount = network.Layers.Count;
        var poolsFinal = !everyStep && HeadPooling.IsOfFinalState(network);
        var states = new RecurrentState[members.Count * layerCount];
        var results = new LayerResult[members.Count];
        // The sequences of the members are one tensor as long as they are the same.
        Tensor[] sequences = [.. members.Select(member => member.Embed(input, codes))];
        for (var layer = 0; layer < layerCount; layer++)
        {
            RecurrentState?[] before = [.. members.Select((member, index) =>
                initial?[(index * layerCount) + layer] ?? member.ExpandInitialState(layer, sequences[index].shape[0]))];
            if (layer > 0)
                sequences = [.. members.Select((member, index) => member.DropBetweenLayers(sequences[index]))];
            var returnsOutput = layer < layerCount - 1 || !poolsFinal;
            // The states that the next segment of a sequence starts from are constants.
            var trackedStates = returnsOutput ? 0 : 1;
            results = RecurrentLayer.Run(
                [.. members.Select(member => member.Layers[layer])], sequences, before, lengths, returnsOutput, trackedStates);
            lengths = results[0].Lengths;
            for (var index = 0; index < members.Count; index++)
            {
                states[(index * layerCount) + layer] = results[index].Final;
                if (results[index].Output is { } output)
                    sequences[index] = members[index].Normalize(layer, output);
            }
        }

        return ([.. members.Select(ApplyHead)], hasLengths ? [] : states);

        HeadOutput ApplyHead(NetworkMember member, int index)
        {
            var pooled = poolsFinal ? member.Normalize(layerCount - 1, results[index].Final.HiddenStateOfAllDirections)
                : Pool(sequences[index], lengths, everyStep);
            var head = member.ApplyHead(pooled);
            return network.ReversesOutput ? head.Reverse(lengths) : head;
        }
    }

    private Tensor Pool(Tensor sequence, SequenceLengths? lengths, bool everyStep) =>
        network.Forecast.FutureCovariates > 0 ? SelectHorizon(sequence, lengths)
        : everyStep ? HeadPooling.PoolAtEveryStep(network, sequence)
        : HeadPooling.Pool(network, sequence, lengths);

    // With future covariates, the steps of the horizon are the last ones of the sequence.
    private Tensor SelectHorizon(Tensor sequence, SequenceLengths? lengths) => lengths is null
        ? sequence.narrow(1, sequence.shape[1] - network.Forecast.Horizon, network.Forecast.Horizon)
        : lengths.GatherLastSteps(sequence, network.Forecast.Horizon);
}
