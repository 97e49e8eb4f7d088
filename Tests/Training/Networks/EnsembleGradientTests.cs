using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The members of an ensemble are trained side by side: the gradients of each are those of the member alone.</summary>
public sealed class EnsembleGradientTests
{
    private static readonly Dictionary<string, NetworkDescription> Networks = new()
    {
        ["forecaster"] = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 5, layerCount: 2),
        ["last step"] = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 5) with
        {
            Pooling = SequencePooling.LastStep,
            HasLayerNormalization = true,
        },
        ["mean of both directions"] = Bidirectional(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 2, hiddenSize: 5)) with
        {
            Pooling = SequencePooling.Mean,
            HasLearnedInitialState = true,
        },
        ["linear layers"] = LinearLayers.Add(
            NetworkDescription.CreateForecaster(RecurrentCell.GruResetBefore, featureCount: 2, hiddenSize: 5),
            [3],
            ActivationFunction.Tanh,
            [4],
            ActivationFunction.Relu),
    };

    public static TheoryData<string, bool> Cases => [.. from name in Networks.Keys from lengths in new[] { true, false } select (name, lengths)];

    [Theory, MemberData(nameof(Cases))]
    public void Backward_Ensemble_MatchesEachMember(string name, bool hasLengths)
    {
        using var scope = NewDisposeScope();
        var members = Enumerable.Range(1, 3).Select(seed => TestNetworks.Create(Networks[name], seed)).ToList();
        using var ensemble = RecurrentNetwork.Combine(members);
        var input = new NetworkInput(TestNetworks.Input(batch: 7, time: 6, features: 2, seed: 1))
        {
            Lengths = hasLengths ? tensor(new long[] { 6, 1, 3, 6, 2, 5, 4 }) : null,
        };
        var targets = rand(7, 1, 1);

        var expected = nn.functional.mse_loss(stack(members.Select(member => member.ComputeScores(input).Scores), 0).mean([0]), targets);
        expected.backward();
        var actual = ensemble.ComputeScores(input).ComputeLoss(new DifferenceScoreLoss(DifferenceLoss.Squared, 1, targets));
        actual.backward();

        FusedFailure.ThrowIfAny();
        TensorAssert.Close(expected, actual, 1e-6, "loss");
        var pairs = members.SelectMany(member => member.named_parameters()).Zip(ensemble.named_parameters()).ToList();
        Assert.Equal(ensemble.parameters().Count(), pairs.Count);
        Assert.All(pairs, pair => TensorAssert.Close(pair.First.parameter.grad!, pair.Second.parameter.grad!, 1e-6, pair.Second.name));
        members.ForEach(member => member.Dispose());
    }

    private static NetworkDescription Bidirectional(NetworkDescription network) => network with
    {
        Layers = [.. network.Layers.Select(layer => layer with { Direction = SequenceDirection.Bidirectional })],
    };
}
